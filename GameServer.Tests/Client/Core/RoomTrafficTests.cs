using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Games.Chat;
using GameServer.Protocol;
using GameServer.Protocol.V1;
using Google.Protobuf;
using static GameServer.Tests.Client.Core.ServerFrames;

namespace GameServer.Tests.Client.Core;

public sealed class RoomTrafficTests
{
    private readonly SessionRig _rig = new();

    [Fact]
    public void A_join_without_an_answer_is_sent_again_with_its_nonce()
    {
        _rig.GoLive();
        _rig.Step(() => _rig.Core.Ask(SessionRig.NewJoin("n")));
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Reconnect();

        var joins = _rig.Sent.Where(sent => sent.Join is not null).ToList();
        joins.Select(sent => sent.Join.Nonce).ShouldBe(["n", "n"]);
        joins[0].RequestId.ShouldBe(joins[1].RequestId);
    }

    [Fact]
    public void A_room_attached_by_a_join_whose_answer_was_lost_waits_for_the_repeated_one()
    {
        _rig.GoLive();
        _rig.Step(() => _rig.Core.Ask(SessionRig.NewJoin("n")));
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Reconnect(RoomId);

        _rig.Receive(new ServerEnvelope { Attached = Attached() });
        _rig.Receive(new ServerEnvelope { Update = Snapshot(4, line: 4) });
        _rig.Did<ClientEffect.Joined>().ShouldBe(0);
        _rig.Receive(new ServerEnvelope { Attached = Attached(), RequestId = _rig.Sent.Last(sent => sent.Join is not null).RequestId });
        _rig.Receive(new ServerEnvelope { Update = Snapshot(5, line: 5) });

        _rig.Did<ClientEffect.Joined>().ShouldBe(1);
        _rig.Core.Traffic.Rooms.Single().Version.ShouldBe(5UL);
    }

    [Fact]
    public void A_join_is_done_before_its_first_state_is_told()
    {
        _rig.GoLive();
        _rig.Join();

        var names = _rig.Effects.Select(effect => effect.GetType().Name).ToList();
        names.IndexOf("Joined").ShouldBeLessThan(names.IndexOf("StateChanged"));
    }

    [Fact]
    public void A_refused_join_is_told_and_a_busy_server_is_asked_again()
    {
        _rig.GoLive();
        _rig.Step(() => _rig.Core.Ask(SessionRig.NewJoin("n")));
        var id = _rig.Sent.Last().RequestId;

        _rig.Receive(new ServerEnvelope { RequestId = id, Error = SessionRig.Later(ErrorCode.Busy, 300) });
        _rig.At(299);
        _rig.Sent.Count(sent => sent.Join is not null).ShouldBe(1);
        _rig.At(300);
        _rig.Sent.Count(sent => sent.Join is not null).ShouldBe(2);
        _rig.Receive(new ServerEnvelope { RequestId = id, Error = new Error { Code = ErrorCode.RoomFull } });

        _rig.Did<ClientEffect.Refused>().ShouldBe(1);
        _rig.At(900);
        _rig.Sent.Count(sent => sent.Join is not null).ShouldBe(2);
    }

    [Fact]
    public void A_refused_snapshot_request_is_repeated_until_the_snapshot_comes()
    {
        _rig.GoLive();
        _rig.Join();
        _rig.Receive(new ServerEnvelope { Update = Update(9, line: 9) });
        var asked = _rig.Sent.Single(sent => sent.SnapshotRequest is not null);

        _rig.Receive(new ServerEnvelope { RequestId = asked.RequestId, Error = SessionRig.Later(ErrorCode.RateLimited, 100) });
        _rig.At(100);
        _rig.Sent.Count(sent => sent.SnapshotRequest is not null).ShouldBe(2);
        _rig.Receive(new ServerEnvelope { Update = Snapshot(9, line: 9) });
        _rig.Receive(new ServerEnvelope { RequestId = asked.RequestId, Error = SessionRig.Later(ErrorCode.RateLimited, 100) });
        _rig.At(500);

        _rig.Sent.Count(sent => sent.SnapshotRequest is not null).ShouldBe(2);
        _rig.Core.Traffic.SnapshotsRequested.ShouldBe(1);
    }

    [Fact]
    public void A_membership_that_ended_while_away_is_told_when_the_server_does_not_list_it()
    {
        _rig.GoLive();
        _rig.Join();
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Reconnect();

        _rig.Did<ClientEffect.Left>().ShouldBe(1);
        _rig.Core.Traffic.Rooms.ShouldBeEmpty();
    }

    [Fact]
    public void A_leave_whose_answer_was_lost_is_done_when_the_server_does_not_list_the_room()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Step(() => _rig.Core.Ask(new ClientRequest.LeaveRoom(room, "n")));
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Reconnect();

        _rig.Did<ClientEffect.LeaveDone>().ShouldBe(1);
        _rig.Sent.Count(sent => sent.Leave is not null).ShouldBe(1);
    }

    [Fact]
    public void A_leave_wished_while_away_is_sent_when_its_room_is_attached_again_and_not_before()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Step(() => _rig.Core.Ask(new ClientRequest.LeaveRoom(room, "n")));
        _rig.Reconnect(RoomId);
        _rig.Sent.ShouldAllBe(sent => sent.Leave == null, "the gateway does not know the room's number yet");

        _rig.Receive(new ServerEnvelope { Attached = Attached(epoch: 2, version: 5) });
        _rig.Sent.Count(sent => sent.Leave is not null).ShouldBe(1);
        _rig.Did<ClientEffect.LeaveDone>().ShouldBe(0);
        _rig.Receive(new ServerEnvelope { Left = new RoomLeft { RoomId = RoomId, Reason = RoomLeft.Types.Reason.Left } });

        _rig.Did<ClientEffect.LeaveDone>().ShouldBe(1);
    }

    [Fact]
    public void A_leave_that_is_wished_when_the_room_is_gone_already_is_done()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Receive(new ServerEnvelope { Left = new RoomLeft { RoomId = RoomId, Reason = RoomLeft.Types.Reason.RoomClosed } });

        _rig.Step(() => _rig.Core.Ask(new ClientRequest.LeaveRoom(room, "n")));

        _rig.Did<ClientEffect.LeaveDone>().ShouldBe(1);
        _rig.Sent.ShouldAllBe(sent => sent.Leave == null);
    }

    [Fact]
    public void A_room_that_ended_is_found_by_its_number_when_its_id_is_not_told()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Command(room, "a");

        _rig.Receive(new ServerEnvelope { Left = new RoomLeft { Room = Room + 1, Reason = RoomLeft.Types.Reason.RoomLost } });
        _rig.Core.Traffic.Rooms.ShouldBe([room]);
        _rig.Receive(new ServerEnvelope { Left = new RoomLeft { Room = Room, Reason = RoomLeft.Types.Reason.RoomLost } });

        _rig.Core.Traffic.Rooms.ShouldBeEmpty();
        _rig.Effects.OfType<ClientEffect.Left>().Single().Why.Reason.ShouldBe(RoomLeft.Types.Reason.RoomLost);
        _rig.Effects.OfType<ClientEffect.Answered>().Single().Verdict.Outcome.ShouldBe(CommandOutcome.Unknown);
    }

    [Fact]
    public void A_number_of_the_connection_before_ends_no_room()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Reconnect(RoomId);

        _rig.Receive(new ServerEnvelope { Left = new RoomLeft { Room = Room, Reason = RoomLeft.Types.Reason.RoomLost } });

        _rig.Did<ClientEffect.Left>().ShouldBe(0);
        _rig.Core.Traffic.Rooms.ShouldBe([room]);
    }

    [Fact]
    public void An_id_that_is_told_counts_and_not_the_number()
    {
        _rig.GoLive();
        _rig.Join();

        _rig.Receive(new ServerEnvelope { Left = new RoomLeft { Room = Room, RoomId = "other" } });

        _rig.Did<ClientEffect.Left>().ShouldBe(0);
    }

    [Fact]
    public void Commands_given_while_away_are_sent_after_the_room_is_attached()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Command(room, "a");
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Command(room, "b");
        _rig.Reconnect(RoomId);
        _rig.Commands.ShouldBe(["1:a"]);

        _rig.Receive(new ServerEnvelope { Attached = Attached(version: 5, lastApplied: 0) });

        _rig.Commands.ShouldBe(["1:a", "1:a", "2:b"]);
    }

    [Fact]
    public void More_commands_than_may_wait_are_not_sent()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Command(room, "a");
        _rig.Command(room, "b");
        _rig.Command(room, "c");

        _rig.Effects.OfType<ClientEffect.Answered>().Single().Verdict.Outcome.ShouldBe(CommandOutcome.NotSent);
        _rig.Commands.ShouldBe(["1:a", "2:b"]);
    }

    [Fact]
    public void A_command_refused_at_the_door_is_sent_again_after_the_pause()
    {
        _rig.GoLive();
        var room = _rig.Join();
        _rig.Command(room, "a");
        var error = SessionRig.Later(ErrorCode.RateLimited, 200);
        (error.Room, error.CommandSeq) = (Room, 1);

        _rig.Receive(new ServerEnvelope { Error = error });
        _rig.Core.NextDueMs(_rig.NowMs).ShouldBe(200);
        _rig.At(200);

        _rig.Commands.ShouldBe(["1:a", "1:a"]);
        _rig.Did<ClientEffect.ErrorReceived>().ShouldBe(0);
    }

    [Fact]
    public void An_error_that_nobody_waits_for_is_told()
    {
        _rig.GoLive();

        _rig.Receive(new ServerEnvelope { Error = new Error { Code = ErrorCode.Unimplemented } });

        _rig.Did<ClientEffect.ErrorReceived>().ShouldBe(1);
    }
}
