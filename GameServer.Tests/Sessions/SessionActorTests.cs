using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>What a session answers its client, and what it asks of rooms.</summary>
public sealed class SessionActorTests : IDisposable
{
    private readonly SessionWorld _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_command_to_a_room_it_is_not_in_is_answered_and_goes_nowhere()
    {
        var connection = _session.Open();
        connection.Next();

        _session.Say(connection, new ClientEnvelope { Command = new Command { Room = 9, CommandSeq = 3 } });

        var error = connection.Next().ShouldNotBeNull().Error;
        error.Code.ShouldBe(ErrorCode.NotInRoom);
        error.Room.ShouldBe(9u);
        error.CommandSeq.ShouldBe(3ul);
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_full_room_queue_is_told_with_a_time_to_try_again()
    {
        var connection = _session.OpenInRoom();
        _session.Rooms.Answer = RouteAnswer.Busy;

        _session.Say(connection, new ClientEnvelope { Command = new Command { Room = 4, CommandSeq = 1 } });

        var error = connection.Next().ShouldNotBeNull().Error;
        error.Code.ShouldBe(ErrorCode.Busy);
        error.Retry.ShouldBe(Error.Types.Retry.Later);
        error.RetryAfterMs.ShouldBeGreaterThan(0u);
    }

    [Fact]
    public void An_unknown_kind_of_frame_is_answered_and_the_session_goes_on()
    {
        var connection = _session.Open();
        connection.Next();

        _session.Say(connection, new ClientEnvelope { RequestId = 12 });

        var answer = connection.Next().ShouldNotBeNull();
        answer.RequestId.ShouldBe(12u);
        answer.Error.Code.ShouldBe(ErrorCode.Unimplemented);
        connection.ClosedWith.ShouldBe(CloseCode.Unspecified);
    }

    [Fact]
    public void A_join_that_is_sent_again_is_carried_out_once()
    {
        var connection = _session.Open();
        connection.Next();
        _session.Say(connection, SessionWorld.Join("n1", 7));
        _session.Say(connection, SessionWorld.Join("n1", 8));
        _session.Rooms.Next().ShouldBe("join n1 as 7 by 1");
        _session.Rooms.Next().ShouldBe("nothing");

        _session.Entered("room-a", 4, generation: 1, requestId: 7);
        _session.Rooms.Next().ShouldBe("attach room-a at none as 8 by 1");
        _session.Say(connection, SessionWorld.Join("n1", 9));

        _session.Rooms.Next().ShouldBe("attach room-a at none as 9 by 1");
    }

    [Fact]
    public void Commands_from_before_a_client_heard_that_its_room_came_back_older_are_dropped()
    {
        var connection = _session.OpenInRoom();
        _session.Entered("room-a", 4, generation: 1, requestId: 0, rewoundEpoch: 3);

        _session.Say(connection, new ClientEnvelope { Command = new Command { Room = 4, CommandSeq = 8 } });
        _session.Rooms.Next().ShouldBe("nothing");
        _session.Say(connection, new ClientEnvelope { Command = new Command { Room = 4, CommandSeq = 5, RewoundEpoch = 3 } });
        _session.Rooms.Next().ShouldStartWith("command 5 to room-a");
        _session.Entered("room-a", 4, generation: 1, requestId: 0);
        _session.Say(connection, new ClientEnvelope { Command = new Command { Room = 4, CommandSeq = 6 } });
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void The_limit_of_rooms_counts_joins_that_wait()
    {
        var connection = _session.OpenInRoom();
        _session.Say(connection, SessionWorld.Join("n2", 8));
        _session.Say(connection, SessionWorld.Join("n3", 9));

        var answer = connection.Next().ShouldNotBeNull();
        answer.RequestId.ShouldBe(9u);
        answer.Error.Code.ShouldBe(ErrorCode.RoomsLimit);
    }

    [Fact]
    public void A_session_in_as_many_rooms_as_it_may_be_joins_one_of_them_again_by_its_id()
    {
        var connection = _session.OpenInRoom();
        _session.Say(connection, SessionWorld.Join("n2", 8));
        _session.Rooms.Next();
        _session.Entered("room-b", 5, generation: 1, requestId: 8);

        var again = new ClientEnvelope { RequestId = 9, Join = new Join { Nonce = "n3", RoomId = "room-a" } };
        _session.Say(connection, again);

        _session.Rooms.Next().ShouldBe("join n3 as 9 by 1");
        connection.Next().ShouldBeNull();
    }

    [Fact]
    public void A_wish_for_a_snapshot_that_a_busy_room_refuses_is_answered_with_the_room()
    {
        var connection = _session.OpenInRoom();
        _session.Rooms.Answer = RouteAnswer.Busy;

        _session.Say(connection, new ClientEnvelope { SnapshotRequest = new SnapshotRequest { Room = 4 } });

        var refused = connection.Next().ShouldNotBeNull().Error;
        (refused.Code, refused.Retry, refused.Room).ShouldBe((ErrorCode.Busy, Error.Types.Retry.Later, 4u));
    }

    [Fact]
    public void A_heartbeat_is_echoed_and_a_room_it_is_not_in_is_told()
    {
        var connection = _session.OpenInRoom();

        RoomPosition[] rooms = [new() { Room = 4, RepliesSeen = 2 }, new() { Room = 5 }];
        var beat = new Heartbeat { ClientTimeMs = 77, Rooms = { rooms } };
        _session.Say(connection, new ClientEnvelope { Heartbeat = beat });

        connection.Next().ShouldNotBeNull().Left.Room.ShouldBe(5u);
        connection.Next().ShouldNotBeNull().Heartbeat.ClientTimeMs.ShouldBe(77ul);
        _session.Rooms.Next().ShouldBe("seen 2 in room-a by 1");
    }

    [Fact]
    public void The_same_join_sent_twice_is_answered_under_the_later_request()
    {
        var connection = _session.Open();
        _session.Say(connection, SessionWorld.Join("n1", 7));
        _session.Rooms.Next();
        _session.Say(connection, SessionWorld.Join("n1", 8));

        _session.Entered("room-a", 4, generation: 1, requestId: 7);

        _session.Rooms.Next().ShouldBe("attach room-a at none as 8 by 1");
    }

    [Fact]
    public void A_nonce_begins_anew_once_the_player_has_left()
    {
        var connection = _session.OpenInRoom();
        _session.Tell(new SessionMessage.RoomExited(new RoomId("room-a")));

        _session.Say(connection, SessionWorld.Join("n1", 9));

        _session.Rooms.Next().ShouldBe("join n1 as 9 by 1");
    }

    [Fact]
    public void A_join_that_no_room_answers_is_refused_in_the_end()
    {
        var connection = _session.Open();
        connection.Next();
        _session.Say(connection, SessionWorld.Join("n1", 7));

        _session.World.Advance(TimeSpan.FromSeconds(31));

        connection.Next().ShouldNotBeNull().Error.Code.ShouldBe(ErrorCode.Busy);
    }

    [Fact]
    public void What_was_sent_before_the_end_of_a_connection_is_handled_before_it()
    {
        var connection = _session.OpenInRoom();
        var leave = new ClientEnvelope { RequestId = 3, Leave = new Leave { Room = 4 } };
        _session.Session.Tell(new SessionMessage.FromClient(connection, leave));
        new SessionInbox(_session.Session, new ClientCommandPool(), traces: null).ConnectionLost(connection);
        _session.World.RunUntilIdle();

        _session.Rooms.Next().ShouldBe("leave room-a as 3 by 1");
        _session.Rooms.Next().ShouldBe("lost in room-a by 1");
    }

    [Fact]
    public void Positions_that_tell_a_room_nothing_new_are_not_passed_on()
    {
        var connection = _session.OpenInRoom();
        var position = new RoomPosition { Room = 4, RepliesSeen = 2 };
        var beat = new Heartbeat { Rooms = { position, position } };
        _session.Say(connection, new ClientEnvelope { Heartbeat = beat });
        _session.Say(connection, new ClientEnvelope { Heartbeat = beat });

        _session.Rooms.Next().ShouldBe("seen 2 in room-a by 1");
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_session_that_is_open_is_not_opened_again()
    {
        var connection = _session.Open();
        connection.Next();

        _session.Say(connection, new ClientEnvelope { RequestId = 2, Hello = new Hello { ProtocolVersion = 1 } });
        _session.Say(connection, new ClientEnvelope { RequestId = 3, Resume = new Resume { ProtocolVersion = 1 } });

        foreach (var request in new uint[] { 2, 3 })
        {
            var answer = connection.Next().ShouldNotBeNull();
            (answer.RequestId, answer.Error.Code, answer.Error.Message).ShouldBe(
                (request, ErrorCode.BadRequest, "This session is already open."));
        }

        connection.ClosedWith.ShouldBe(CloseCode.Unspecified);
    }
}
