using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Games.Chat;
using GameServer.Protocol;
using GameServer.Protocol.V1;
using Google.Protobuf;
using static GameServer.Tests.Client.Core.ServerFrames;

namespace GameServer.Tests.Client.Core;

public sealed class SessionCoreTests
{
    private readonly SessionRig _rig = new();

    [Fact]
    public void A_first_connection_that_fails_ends_the_client()
    {
        _rig.Step(() => _rig.Core.Start(_rig.NowMs));
        _rig.Step(() => _rig.Core.Lost(SessionCore.LostWithoutCode, "refused", _rig.NowMs));

        _rig.Core.Phase.ShouldBe(SessionPhase.Ended);
        _rig.Core.Closed.ShouldBe(new ClosedInfo(1006, "refused", ClientAction.LogInAgain));
        _rig.Core.NextDueMs(_rig.NowMs).ShouldBeNull();
    }

    [Fact]
    public void A_server_that_is_away_for_an_hour_is_tried_all_the_while_and_never_in_step()
    {
        _rig.GoLive();
        _rig.Join();
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        var waits = new List<long>();
        while (_rig.NowMs < 3_600_000)
        {
            var due = _rig.Core.NextDueMs(_rig.NowMs).ShouldNotBeNull();
            waits.Add(due - _rig.NowMs);
            _rig.At(due);
            _rig.Core.Phase.ShouldBe(SessionPhase.Dialling);
            _rig.Step(() => _rig.Core.Lost(1006, "connection refused", _rig.NowMs));
            _rig.Core.Status.ShouldBe(ConnectionStatus.Reconnecting);
        }

        waits.Max().ShouldBeLessThanOrEqualTo(15_000);
        waits.Skip(10).Distinct().Count().ShouldBeGreaterThan(waits.Count / 2);
        _rig.Reconnect(RoomId);
        _rig.Receive(new ServerEnvelope { Attached = Attached(epoch: 2, version: 5) });
        _rig.Core.Traffic.Rooms.Single().Phase.ShouldBe(ReplicaPhase.Following);
    }

    [Fact]
    public void A_kept_token_is_resumed_as_soon_as_the_server_is_back()
    {
        var rig = new SessionRig(keptToken: "kept");
        rig.Step(() => rig.Core.Start(rig.NowMs));
        rig.Core.Status.ShouldBe(ConnectionStatus.Reconnecting);
        for (var attempt = 0; attempt < 50; attempt++)
        {
            rig.Step(() => rig.Core.Lost(1006, "connection refused", rig.NowMs));
            rig.Core.Closed.ShouldBeNull();
            rig.At(rig.Core.NextDueMs(rig.NowMs).ShouldNotBeNull());
        }

        rig.Step(() => rig.Core.Opened(rig.NowMs));

        rig.Sent.Single().Resume.ResumeToken.ShouldBe("kept");
        rig.Greet(RoomId);
        rig.Receive(new ServerEnvelope { Attached = Attached(epoch: 2, version: 5, lastApplied: 4) });
        rig.Core.Traffic.Unclaimed.All.ShouldBe([new RoomRef { RoomId = RoomId, RoomType = "chat" }]);
        var room = rig.Join();
        rig.Core.Traffic.Unclaimed.All.ShouldBeEmpty();
        rig.Command(room, "a");
        rig.Commands.ShouldBe(["1:a"]);
    }

    [Fact]
    public void A_room_that_came_back_older_before_it_was_joined_is_known_to_have()
    {
        var rig = new SessionRig(keptToken: "kept");
        rig.Step(() => rig.Core.Start(rig.NowMs));
        rig.Step(() => rig.Core.Opened(rig.NowMs));
        rig.Greet(RoomId);
        var older = Attached(epoch: 6);
        older.Rewound = new Rewound();
        rig.Receive(new ServerEnvelope { Attached = older });

        rig.Command(rig.Join(), "a");

        rig.Sent.Last().Command.RewoundEpoch.ShouldBe(6UL);
    }

    [Fact]
    public void A_kept_token_that_is_good_no_more_gives_way_to_a_new_session()
    {
        var rig = new SessionRig(keptToken: "kept");
        rig.Step(() => rig.Core.Start(rig.NowMs));
        rig.Step(() => rig.Core.Opened(rig.NowMs));
        rig.Step(() => rig.Core.Lost((int)CloseCode.HelloTimeout, "late", rig.NowMs));
        rig.Core.Status.ShouldBe(ConnectionStatus.Reconnecting);
        rig.At(rig.Core.NextDueMs(rig.NowMs).ShouldNotBeNull());
        rig.Step(() => rig.Core.Opened(rig.NowMs));
        rig.Sent.Last().Resume.ShouldNotBeNull();

        rig.Step(() => rig.Core.Lost((int)CloseCode.SessionExpired, "expired", rig.NowMs));

        rig.Core.Status.ShouldBe(ConnectionStatus.Connecting);
        rig.At(rig.Core.NextDueMs(rig.NowMs).ShouldNotBeNull());
        rig.Step(() => rig.Core.Opened(rig.NowMs));
        rig.Sent.Last().Hello.ShouldNotBeNull();
    }

    [Fact]
    public void A_room_that_ended_since_is_not_among_those_of_before()
    {
        var rig = new SessionRig(keptToken: "kept");
        rig.Step(() => rig.Core.Start(rig.NowMs));
        rig.Step(() => rig.Core.Opened(rig.NowMs));
        rig.Greet(RoomId, "other");
        rig.Receive(new ServerEnvelope { Attached = Attached() });

        rig.Receive(new ServerEnvelope { Left = new RoomLeft { Room = Room } });

        rig.Core.Traffic.Unclaimed.All.Select(room => room.RoomId).ShouldBe(["other"]);
    }

    [Fact]
    public void A_server_that_does_not_answer_in_time_is_given_up()
    {
        _rig.Step(() => _rig.Core.Start(_rig.NowMs));
        _rig.Step(() => _rig.Core.Opened(_rig.NowMs));
        _rig.Core.NextDueMs(_rig.NowMs).ShouldBe(500);

        _rig.At(500);

        _rig.Did<ClientEffect.HangUp>().ShouldBe(1);
        _rig.Core.Phase.ShouldBe(SessionPhase.Ended);
    }

    [Theory]
    [InlineData(1006, SessionPhase.Waiting, null)]
    [InlineData((int)CloseCode.ServerShutdown, SessionPhase.Waiting, null)]
    [InlineData((int)CloseCode.Overloaded, SessionPhase.Waiting, null)]
    [InlineData((int)CloseCode.SessionExpired, SessionPhase.Ended, ClientAction.LogInAgain)]
    [InlineData((int)CloseCode.SessionTaken, SessionPhase.Ended, ClientAction.DoNotReturn)]
    public void What_a_close_code_says_is_done(int code, object phase, object? action)
    {
        _rig.GoLive();

        _rig.Step(() => _rig.Core.Lost(code, "why", _rig.NowMs));

        _rig.Core.Phase.ShouldBe(phase);
        _rig.Core.Closed?.Action.ShouldBe(action);
        _rig.Core.Status.ShouldBe(action is null ? ConnectionStatus.Reconnecting : ConnectionStatus.Closed);
    }

    [Fact]
    public void An_overloaded_server_is_left_alone_for_longer_than_one_that_restarts()
    {
        _rig.GoLive();
        _rig.Step(() => _rig.Core.Lost((int)CloseCode.ServerShutdown, "", _rig.NowMs));
        _rig.Core.NextDueMs(_rig.NowMs).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(250);

        _rig.Reconnect();
        _rig.Step(() => _rig.Core.Lost((int)CloseCode.Overloaded, "", _rig.NowMs));
        (_rig.Core.NextDueMs(_rig.NowMs) - _rig.NowMs).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(1000);
    }

    [Fact]
    public void Resuming_tells_the_newest_token_and_every_position()
    {
        _rig.GoLive();
        _rig.Join();
        _rig.Receive(new ServerEnvelope { Update = Update(6, line: 6) });
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Reconnect();

        var resume = _rig.Sent.Select(sent => sent.Resume).OfType<Resume>().Single();
        resume.ResumeToken.ShouldBe("token 1");
        resume.Rooms.Single().ShouldBe(new RoomPosition { RoomId = RoomId, Room = Room, Epoch = 1, Version = 6 });
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Effects.Clear();
        _rig.Reconnect();
        _rig.Sent.Select(sent => sent.Resume).OfType<Resume>().Single().ResumeToken.ShouldBe("token 2");
        _rig.Core.Reconnects.ShouldBe(2);
    }

    [Fact]
    public void Lost_command_numbers_are_settled_by_resuming()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Command(room, "a");
        _rig.Receive(new ServerEnvelope { Member = ForMember(5).WithResult(1) });
        _rig.Command(room, "b");

        _rig.Receive(new ServerEnvelope { Member = ForMember(5).WithResult(2, CommandResult.Types.Outcome.Gap, expected: 1) });

        _rig.Did<ClientEffect.HangUp>().ShouldBe(1);
        _rig.Reconnect(RoomId);
        _rig.Receive(new ServerEnvelope { Attached = Attached(version: 5, lastApplied: 0) });
        _rig.Commands.Last().ShouldBe("1:b");
    }

    [Fact]
    public void Silence_ends_the_connection_and_any_frame_breaks_it()
    {
        _rig.GoLive();
        _rig.At(2999);
        _rig.Did<ClientEffect.HangUp>().ShouldBe(0);
        _rig.Core.Heard(2999);
        _rig.At(5998);
        _rig.Did<ClientEffect.HangUp>().ShouldBe(0);

        _rig.At(5999);

        _rig.Did<ClientEffect.HangUp>().ShouldBe(1);
        _rig.Core.Status.ShouldBe(ConnectionStatus.Reconnecting);
    }

    [Fact]
    public void Going_away_is_honoured_after_the_delay()
    {
        _rig.GoLive();
        _rig.Receive(new ServerEnvelope { GoAway = new GoAway { ReconnectAfterMs = 400 } });
        _rig.At(399);
        _rig.Did<ClientEffect.HangUp>().ShouldBe(0);

        _rig.At(400);

        _rig.Did<ClientEffect.HangUp>().ShouldBe(1);
        _rig.Core.Phase.ShouldBe(SessionPhase.Waiting);
    }

    [Fact]
    public void Heartbeats_carry_positions_and_seen_replies_and_measure()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Command(room, "a");
        _rig.Receive(new ServerEnvelope { Member = ForMember(5).WithResult(1) });
        _rig.At(1000);

        var heartbeat = _rig.Sent.Last().Heartbeat;
        heartbeat.Rooms.Single().RepliesSeen.ShouldBe(1UL);
        heartbeat.Rooms.Single().Version.ShouldBe(5UL);
        _rig.NowMs = 1040;
        _rig.Receive(new ServerEnvelope { Heartbeat = new HeartbeatReply { ClientTimeMs = 1000, ServerTimeMs = 777_020 } });
        _rig.Core.Clock.RoundTrip.ShouldBe(TimeSpan.FromMilliseconds(40));
    }

    [Fact]
    public void Heartbeats_name_only_rooms_attached_on_this_connection()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Command(room, "a");
        _rig.Receive(new ServerEnvelope { Member = ForMember(5).WithResult(1) });
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Effects.Clear();
        _rig.Reconnect(RoomId);

        _rig.Sent.Select(sent => sent.Resume).OfType<Resume>().Single().Rooms.Single().RepliesSeen.ShouldBe(1UL);
        _rig.Sent.Last().Heartbeat.Rooms.ShouldBeEmpty();
        _rig.At(_rig.NowMs + 1000);
        _rig.Sent.Last().Heartbeat.Rooms.ShouldBeEmpty();
        _rig.Receive(new ServerEnvelope { Attached = Attached(version: 5, lastApplied: 1) });
        _rig.At(_rig.NowMs + 1000);

        _rig.Sent.Count(sent => sent.Heartbeat is not null).ShouldBe(3);
        _rig.Sent.Last().Heartbeat.Rooms.Single()
            .ShouldBe(new RoomPosition { RoomId = RoomId, Room = Room, Epoch = 1, Version = 5, RepliesSeen = 1 });
    }

    [Fact]
    public void Closing_answers_everybody_who_waits()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Command(room, "a");
        _rig.Step(() => _rig.Core.Ask(SessionRig.NewJoin("other")));

        _rig.Step(_rig.Core.Close);
        _rig.Step(() => _rig.Core.Ask(SessionRig.NewJoin("late")));

        _rig.Did<ClientEffect.CloseConnection>().ShouldBe(1);
        _rig.Did<ClientEffect.Abandoned>().ShouldBe(2);
        _rig.Did<ClientEffect.Answered>().ShouldBe(1);
        _rig.Did<ClientEffect.Left>().ShouldBe(1);
        _rig.Core.Closed.ShouldNotBeNull().Code.ShouldBe(1000);
    }
}
