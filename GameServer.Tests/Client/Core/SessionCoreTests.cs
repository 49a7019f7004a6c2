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
    private const int HeartbeatMs = 1000;

    private static readonly GameClientOptions Options = new()
    {
        Name = "ada", ConnectTimeout = TimeSpan.FromMilliseconds(500), CommandsWaitingMax = 2,
    };

    private readonly SessionCore _core = new(Options, new Random(1));
    private readonly List<ClientEffect> _effects = [];
    private long _now;

    [Fact]
    public void A_first_connection_that_fails_ends_the_client()
    {
        Step(() => _core.Start(_now));
        Step(() => _core.Lost(SessionCore.LostWithoutCode, "refused", _now));

        _core.Phase.ShouldBe(SessionPhase.Ended);
        _core.Closed.ShouldBe(new ClosedInfo(1006, "refused", ClientAction.LogInAgain));
        _core.NextDueMs(_now).ShouldBeNull();
    }

    [Fact]
    public void A_server_that_does_not_answer_in_time_is_given_up()
    {
        Step(() => _core.Start(_now));
        Step(() => _core.Opened(_now));
        _core.NextDueMs(_now).ShouldBe(500);

        At(500);

        Did<ClientEffect.HangUp>().ShouldBe(1);
        _core.Phase.ShouldBe(SessionPhase.Ended);
    }

    [Theory]
    [InlineData(1006, SessionPhase.Waiting, null)]
    [InlineData((int)CloseCode.ServerShutdown, SessionPhase.Waiting, null)]
    [InlineData((int)CloseCode.Overloaded, SessionPhase.Waiting, null)]
    [InlineData((int)CloseCode.SessionExpired, SessionPhase.Ended, ClientAction.LogInAgain)]
    [InlineData((int)CloseCode.SessionTaken, SessionPhase.Ended, ClientAction.DoNotReturn)]
    public void What_a_close_code_says_is_done(int code, object phase, object? action)
    {
        GoLive();

        Step(() => _core.Lost(code, "why", _now));

        _core.Phase.ShouldBe(phase);
        _core.Closed?.Action.ShouldBe(action);
        _core.Status.ShouldBe(action is null ? ConnectionStatus.Reconnecting : ConnectionStatus.Closed);
    }

    [Fact]
    public void An_overloaded_server_is_left_alone_for_longer_than_one_that_restarts()
    {
        GoLive();
        Step(() => _core.Lost((int)CloseCode.ServerShutdown, "", _now));
        _core.NextDueMs(_now).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(250);

        Reconnect();
        Step(() => _core.Lost((int)CloseCode.Overloaded, "", _now));
        (_core.NextDueMs(_now) - _now).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(1000);
    }

    [Fact]
    public void Resuming_tells_the_newest_token_and_every_position()
    {
        GoLive();
        Join();
        Receive(new ServerEnvelope { Update = Update(6, line: 6) });
        Step(() => _core.Lost(1006, "", _now));
        Reconnect();

        var resume = Sent.Select(sent => sent.Resume).OfType<Resume>().Single();
        resume.ResumeToken.ShouldBe("token 1");
        resume.Rooms.Single().ShouldBe(new RoomPosition { RoomId = RoomId, Room = Room, Epoch = 1, Version = 6 });
        Step(() => _core.Lost(1006, "", _now));
        _effects.Clear();
        Reconnect();
        Sent.Select(sent => sent.Resume).OfType<Resume>().Single().ResumeToken.ShouldBe("token 2");
        _core.Reconnects.ShouldBe(2);
    }

    [Fact]
    public void A_join_without_an_answer_is_sent_again_with_its_nonce()
    {
        GoLive();
        Step(() => _core.Ask(NewJoin("n")));
        Step(() => _core.Lost(1006, "", _now));
        Reconnect();

        var joins = Sent.Where(sent => sent.Join is not null).ToList();
        joins.Select(sent => sent.Join.Nonce).ShouldBe(["n", "n"]);
        joins[0].RequestId.ShouldBe(joins[1].RequestId);
    }

    [Fact]
    public void A_room_attached_by_a_join_whose_answer_was_lost_waits_for_the_repeated_one()
    {
        GoLive();
        Step(() => _core.Ask(NewJoin("n")));
        Step(() => _core.Lost(1006, "", _now));
        Reconnect(RoomId);

        Receive(new ServerEnvelope { Attached = Attached() });
        Receive(new ServerEnvelope { Update = Snapshot(4, line: 4) });
        Did<ClientEffect.Joined>().ShouldBe(0);
        Receive(new ServerEnvelope { Attached = Attached(), RequestId = Sent.Last(sent => sent.Join is not null).RequestId });
        Receive(new ServerEnvelope { Update = Snapshot(5, line: 5) });

        Did<ClientEffect.Joined>().ShouldBe(1);
        _core.Traffic.Rooms.Single().Version.ShouldBe(5UL);
    }

    [Fact]
    public void A_join_is_done_before_its_first_state_is_told()
    {
        GoLive();
        Join();

        var names = _effects.Select(effect => effect.GetType().Name).ToList();
        names.IndexOf("Joined").ShouldBeLessThan(names.IndexOf("StateChanged"));
    }

    [Fact]
    public void A_refused_join_is_told_and_a_busy_server_is_asked_again()
    {
        GoLive();
        Step(() => _core.Ask(NewJoin("n")));
        var id = Sent.Last().RequestId;

        Receive(new ServerEnvelope { RequestId = id, Error = Later(ErrorCode.Busy, 300) });
        At(299);
        Sent.Count(sent => sent.Join is not null).ShouldBe(1);
        At(300);
        Sent.Count(sent => sent.Join is not null).ShouldBe(2);
        Receive(new ServerEnvelope { RequestId = id, Error = new Error { Code = ErrorCode.RoomFull } });

        Did<ClientEffect.Refused>().ShouldBe(1);
        At(900);
        Sent.Count(sent => sent.Join is not null).ShouldBe(2);
    }

    [Fact]
    public void A_refused_snapshot_request_is_repeated_until_the_snapshot_comes()
    {
        GoLive();
        Join();
        Receive(new ServerEnvelope { Update = Update(9, line: 9) });
        var asked = Sent.Single(sent => sent.SnapshotRequest is not null);

        Receive(new ServerEnvelope { RequestId = asked.RequestId, Error = Later(ErrorCode.RateLimited, 100) });
        At(100);
        Sent.Count(sent => sent.SnapshotRequest is not null).ShouldBe(2);
        Receive(new ServerEnvelope { Update = Snapshot(9, line: 9) });
        Receive(new ServerEnvelope { RequestId = asked.RequestId, Error = Later(ErrorCode.RateLimited, 100) });
        At(500);

        Sent.Count(sent => sent.SnapshotRequest is not null).ShouldBe(2);
        _core.Traffic.SnapshotsRequested.ShouldBe(1);
    }

    [Fact]
    public void A_membership_that_ended_while_away_is_told_when_the_server_does_not_list_it()
    {
        GoLive();
        Join();
        Step(() => _core.Lost(1006, "", _now));
        Reconnect();

        Did<ClientEffect.Left>().ShouldBe(1);
        _core.Traffic.Rooms.ShouldBeEmpty();
    }

    [Fact]
    public void A_leave_whose_answer_was_lost_is_done_when_the_server_does_not_list_the_room()
    {
        GoLive();
        var room = Join();
        Step(() => _core.Ask(new ClientRequest.LeaveRoom(room, "n")));
        Step(() => _core.Lost(1006, "", _now));
        Reconnect();

        Did<ClientEffect.LeaveDone>().ShouldBe(1);
        Sent.Count(sent => sent.Leave is not null).ShouldBe(1);
    }

    [Fact]
    public void Commands_given_while_away_are_sent_after_the_room_is_attached()
    {
        GoLive();
        var room = Join();
        Command(room, "a");
        Step(() => _core.Lost(1006, "", _now));
        Command(room, "b");
        Reconnect(RoomId);
        Commands.ShouldBe(["1:a"]);

        Receive(new ServerEnvelope { Attached = Attached(version: 5, lastApplied: 0) });

        Commands.ShouldBe(["1:a", "1:a", "2:b"]);
    }

    [Fact]
    public void More_commands_than_may_wait_are_not_sent()
    {
        GoLive();
        var room = Join();
        Command(room, "a");
        Command(room, "b");
        Command(room, "c");

        _effects.OfType<ClientEffect.Answered>().Single().Verdict.Outcome.ShouldBe(CommandOutcome.NotSent);
        Commands.ShouldBe(["1:a", "2:b"]);
    }

    [Fact]
    public void A_command_refused_at_the_door_is_sent_again_after_the_pause()
    {
        GoLive();
        var room = Join();
        Command(room, "a");
        var error = Later(ErrorCode.RateLimited, 200);
        (error.Room, error.CommandSeq) = (Room, 1);

        Receive(new ServerEnvelope { Error = error });
        _core.NextDueMs(_now).ShouldBe(200);
        At(200);

        Commands.ShouldBe(["1:a", "1:a"]);
        Did<ClientEffect.ErrorReceived>().ShouldBe(0);
    }

    [Fact]
    public void Lost_command_numbers_are_settled_by_resuming()
    {
        GoLive();
        var room = Join();
        Command(room, "a");
        Receive(new ServerEnvelope { Member = ForMember(5).WithResult(1) });
        Command(room, "b");

        Receive(new ServerEnvelope { Member = ForMember(5).WithResult(2, CommandResult.Types.Outcome.Gap, expected: 1) });

        Did<ClientEffect.HangUp>().ShouldBe(1);
        Reconnect(RoomId);
        Receive(new ServerEnvelope { Attached = Attached(version: 5, lastApplied: 0) });
        Commands.Last().ShouldBe("1:b");
    }

    [Fact]
    public void Silence_ends_the_connection_and_any_frame_breaks_it()
    {
        GoLive();
        At(2999);
        Did<ClientEffect.HangUp>().ShouldBe(0);
        _core.Heard(2999);
        At(5998);
        Did<ClientEffect.HangUp>().ShouldBe(0);

        At(5999);

        Did<ClientEffect.HangUp>().ShouldBe(1);
        _core.Status.ShouldBe(ConnectionStatus.Reconnecting);
    }

    [Fact]
    public void Going_away_is_honoured_after_the_delay()
    {
        GoLive();
        Receive(new ServerEnvelope { GoAway = new GoAway { ReconnectAfterMs = 400 } });
        At(399);
        Did<ClientEffect.HangUp>().ShouldBe(0);

        At(400);

        Did<ClientEffect.HangUp>().ShouldBe(1);
        _core.Phase.ShouldBe(SessionPhase.Waiting);
    }

    [Fact]
    public void Heartbeats_carry_positions_and_seen_replies_and_measure()
    {
        GoLive();
        var room = Join();
        Command(room, "a");
        Receive(new ServerEnvelope { Member = ForMember(5).WithResult(1) });
        At(1000);

        var heartbeat = Sent.Last().Heartbeat;
        heartbeat.Rooms.Single().RepliesSeen.ShouldBe(1UL);
        heartbeat.Rooms.Single().Version.ShouldBe(5UL);
        _now = 1040;
        Receive(new ServerEnvelope { Heartbeat = new HeartbeatReply { ClientTimeMs = 1000, ServerTimeMs = 777_020 } });
        _core.Clock.RoundTrip.ShouldBe(TimeSpan.FromMilliseconds(40));
    }

    [Fact]
    public void Closing_answers_everybody_who_waits()
    {
        GoLive();
        var room = Join();
        Command(room, "a");
        Step(() => _core.Ask(NewJoin("other")));

        Step(_core.Close);
        Step(() => _core.Ask(NewJoin("late")));

        Did<ClientEffect.CloseConnection>().ShouldBe(1);
        Did<ClientEffect.Abandoned>().ShouldBe(2);
        Did<ClientEffect.Answered>().ShouldBe(1);
        Did<ClientEffect.Left>().ShouldBe(1);
        _core.Closed.ShouldNotBeNull().Code.ShouldBe(1000);
    }

    [Fact]
    public void An_error_that_nobody_waits_for_is_told()
    {
        GoLive();

        Receive(new ServerEnvelope { Error = new Error { Code = ErrorCode.Unimplemented } });

        Did<ClientEffect.ErrorReceived>().ShouldBe(1);
    }

    private IEnumerable<ClientEnvelope> Sent => _effects.OfType<ClientEffect.Send>().Select(send => send.Envelope);

    private List<string> Commands => Sent.Select(sent => sent.Command).OfType<Command>()
        .Select(command => $"{command.CommandSeq}:{command.Payload.ToStringUtf8()}").ToList();

    private int Did<TEffect>() => _effects.OfType<TEffect>().Count();

    private void GoLive()
    {
        Step(() => _core.Start(_now));
        Step(() => _core.Opened(_now));
        Sent.Single().Hello.Name.ShouldBe("ada");
        Greet();
    }

    private void Reconnect(params string[] rooms)
    {
        At(_core.NextDueMs(_now).ShouldNotBeNull());
        _core.Phase.ShouldBe(SessionPhase.Dialling);
        Step(() => _core.Opened(_now));
        Greet(rooms);
    }

    private void Greet(params string[] rooms)
    {
        var welcome = new Welcome
        {
            ResumeToken = $"token {_core.Reconnects + (_core.Identity is null ? 1 : 2)}", HeartbeatIntervalMs = HeartbeatMs, UnacknowledgedMax = 64,
        };
        welcome.Rooms.AddRange(rooms.Select(id => new RoomRef { RoomId = id, RoomType = "chat" }));
        Receive(new ServerEnvelope { Welcome = welcome });
        _core.Status.ShouldBe(ConnectionStatus.Connected);
    }

    private RoomReplica Join()
    {
        Step(() => _core.Ask(NewJoin("nonce")));
        Receive(new ServerEnvelope { Attached = Attached(), RequestId = Sent.Last(sent => sent.Join is not null).RequestId });
        Receive(new ServerEnvelope { Update = Snapshot(5, line: 5) });
        return _core.Traffic.Rooms.Single();
    }

    private void Command(RoomReplica room, string text) =>
        Step(() => _core.Command(room, new PendingCommand(ByteString.CopyFromUtf8(text), _ => { }), _now));

    private void Receive(ServerEnvelope envelope) => Step(() => _core.Receive(envelope, _now));

    private void At(long nowMs)
    {
        _now = nowMs;
        Step(() => _core.Tick(_now));
    }

    private void Step(Action step)
    {
        step();
        _effects.AddRange(_core.TakeEffects());
    }

    private static ClientRequest.JoinRoom NewJoin(string nonce) =>
        new(new Join { Nonce = nonce, Key = new RoomKey { RoomType = "chat", Key = "k" } }, ChatState.Parser, ChatEvent.Parser);

    private static Error Later(ErrorCode code, uint afterMs) => new() { Code = code, Retry = Error.Types.Retry.Later, RetryAfterMs = afterMs };
}
