using System.Text;
using GameServer.Actors;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.Actors.TestKit;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Tests.Sessions;

public sealed class SessionActorTests : IDisposable
{
    private static readonly PlayerIdentity Alice = new(new PlayerId("alice"), "Alice", new HashSet<string>(), IsGuest: false);
    private static readonly SessionId Id = new("s1");

    private readonly ActorWorld _world = new();
    private readonly RecordingRooms _rooms = new();
    private readonly SessionTable _table = new();
    private readonly ActorRef _session;
    private DoorAnswer? _door;

    public SessionActorTests()
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef"));
        var tokens = new ResumeTokens([key], TimeSpan.FromHours(1), _world.Time);
        var parts = new SessionParts(new NodeId("n1"), new SessionOptions { RoomsPerSessionMax = 2 }, 65_536, _rooms, tokens, _table);
        _session = _world.System.Spawn("s1", () => new SessionActor(Id, Alice, parts));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_token_left_behind_is_refused_and_the_present_connection_does_not_notice()
    {
        var first = Open();
        Say(first, new ClientEnvelope { Heartbeat = new Heartbeat() });
        var second = ResumeWith(1);
        Found(2);
        Say(second, new ClientEnvelope { Heartbeat = new Heartbeat() });

        var third = ResumeWith(1);

        _door.ShouldBeOfType<DoorAnswer.Refused>().Code.ShouldBe(CloseCode.SessionTaken);
        first.ClosedWith.ShouldBe(CloseCode.SessionTaken);
        second.ClosedWith.ShouldBe(CloseCode.Unspecified);
        third.Next().ShouldBeNull();
    }

    [Fact]
    public void A_command_to_a_room_it_is_not_in_is_answered_and_goes_nowhere()
    {
        var connection = Open();
        connection.Next();

        Say(connection, new ClientEnvelope { Command = new Command { Room = 9, CommandSeq = 3 } });

        var error = connection.Next().ShouldNotBeNull().Error;
        error.Code.ShouldBe(ErrorCode.NotInRoom);
        error.Room.ShouldBe(9u);
        error.CommandSeq.ShouldBe(3ul);
        _rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_full_room_queue_is_told_with_a_time_to_try_again()
    {
        var connection = OpenInRoom();
        _rooms.Answer = RouteAnswer.Busy;

        Say(connection, new ClientEnvelope { Command = new Command { Room = 4, CommandSeq = 1 } });

        var error = connection.Next().ShouldNotBeNull().Error;
        error.Code.ShouldBe(ErrorCode.Busy);
        error.Retry.ShouldBe(Error.Types.Retry.Later);
        error.RetryAfterMs.ShouldBeGreaterThan(0u);
    }

    [Fact]
    public void An_unknown_kind_of_frame_is_answered_and_the_session_goes_on()
    {
        var connection = Open();
        connection.Next();

        Say(connection, new ClientEnvelope { RequestId = 12 });

        var answer = connection.Next().ShouldNotBeNull();
        answer.RequestId.ShouldBe(12u);
        answer.Error.Code.ShouldBe(ErrorCode.Unimplemented);
        connection.ClosedWith.ShouldBe(CloseCode.Unspecified);
    }

    [Fact]
    public void A_join_that_is_sent_again_is_carried_out_once()
    {
        var connection = Open();
        connection.Next();
        Say(connection, Join("n1", 7));
        Say(connection, Join("n1", 8));
        _rooms.Next().ShouldBe("join n1 as 7 by 1");
        _rooms.Next().ShouldBe("nothing");

        Entered("room-a", 4, generation: 1, requestId: 7);
        Say(connection, Join("n1", 9));

        _rooms.Next().ShouldBe("attach room-a at none as 9 by 1");
    }

    [Fact]
    public void A_join_answered_to_a_dead_connection_is_attached_to_the_present_one()
    {
        var first = Open();
        Say(first, Join("n1", 7));
        _rooms.Next();
        Lose(first);
        var second = ResumeWith(1);
        _rooms.Next().ShouldBe("rooms of alice by 2");
        Found(2);
        Say(second, Join("n1", 3));

        Entered("room-a", 4, generation: 1, requestId: 7);

        _rooms.Next().ShouldBe("attach room-a at none as 3 by 2");
    }

    [Fact]
    public void A_known_rooms_answer_to_a_dead_connection_does_not_undo_the_resume()
    {
        Lose(OpenInRoom());
        _rooms.Next();
        var second = ResumeWith(1);
        _rooms.Next();
        Found(2, "room-a");
        _rooms.Next().ShouldBe("attach room-a at none as 0 by 2");
        Lose(second);
        _rooms.Next().ShouldBe("lost in room-a by 2");
        Connect(new RecordingConnection(), new Resume { Rooms = { new RoomPosition { RoomId = "room-a", Epoch = 1, Version = 30 } } }, 2);
        _rooms.Next();
        Found(3, "room-a");
        _rooms.Next().ShouldBe("attach room-a at 1/30 as 0 by 3");

        Entered("room-a", 4, generation: 2, requestId: 0);

        _rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_refusal_meant_for_a_dead_connection_answers_the_request_that_was_sent_again()
    {
        var first = Open();
        Say(first, Join("n1", 7));
        Say(first, Join("n2", 8));
        Lose(first);
        var second = ResumeWith(1);
        Found(2);
        second.Next();
        Say(second, Join("n1", 3));

        Tell(new SessionMessage.JoinRefused(new Generation(1), 8, new Error { Code = ErrorCode.RoomFull }));
        Tell(new SessionMessage.JoinRefused(new Generation(1), 7, new Error { Code = ErrorCode.JoinRejected }));

        var answer = second.Next().ShouldNotBeNull();
        answer.RequestId.ShouldBe(3u);
        answer.Error.Code.ShouldBe(ErrorCode.JoinRejected);
        second.Next().ShouldBeNull();
    }

    [Fact]
    public void A_room_entered_while_the_session_is_away_is_told_so()
    {
        var connection = Open();
        Say(connection, Join("n1", 7));
        _rooms.Next();
        Lose(connection);

        Entered("room-a", 4, generation: 1, requestId: 7);

        _rooms.Next().ShouldBe("lost in room-a by 1");
    }

    [Fact]
    public void The_limit_of_rooms_counts_joins_that_wait()
    {
        var connection = OpenInRoom();
        Say(connection, Join("n2", 8));
        Say(connection, Join("n3", 9));

        var answer = connection.Next().ShouldNotBeNull();
        answer.RequestId.ShouldBe(9u);
        answer.Error.Code.ShouldBe(ErrorCode.RoomsLimit);
    }

    [Fact]
    public void A_lost_connection_leaves_its_rooms_and_a_resume_attaches_them_where_the_client_stood()
    {
        var first = OpenInRoom();
        Lose(first);
        _rooms.Next().ShouldBe("lost in room-a by 1");

        var second = new RecordingConnection();
        Connect(second, new Resume { Rooms = { new RoomPosition { RoomId = "room-a", Epoch = 1, Version = 30 } } }, 1);
        _rooms.Next().ShouldBe("rooms of alice by 2");
        Found(2, "room-a", "room-of-another-session");

        var welcome = second.Next().ShouldNotBeNull().Welcome;
        welcome.Resumed.ShouldBeTrue();
        welcome.Rooms.ShouldHaveSingleItem().RoomId.ShouldBe("room-a");
        _rooms.Next().ShouldBe("attach room-a at 1/30 as 0 by 2");
    }

    [Fact]
    public void A_session_new_on_this_node_is_in_every_room_of_its_player()
    {
        ResumeWith(5);
        _rooms.Next().ShouldBe("rooms of alice by 6");
        Found(6, "room-a", "room-b");

        _rooms.Next().ShouldBe("attach room-a at none as 0 by 6");
        _rooms.Next().ShouldBe("attach room-b at none as 0 by 6");
    }

    [Fact]
    public void The_session_ends_when_the_resume_window_has_passed()
    {
        var connection = Open();
        var probe = _world.Probe();
        probe.Watch(_session);
        Lose(connection);
        _world.Advance(TimeSpan.FromSeconds(59));
        probe.ExpectNoMsg();
        _world.Advance(TimeSpan.FromSeconds(2));

        probe.ExpectTerminated(_session);
        _table.Find(Id).ShouldBeNull();
    }

    [Fact]
    public void A_resume_stops_the_window()
    {
        var connection = Open();
        Lose(connection);
        _world.Advance(TimeSpan.FromSeconds(30));
        var second = ResumeWith(1);
        Found(2);
        _world.Advance(TimeSpan.FromMinutes(10));

        second.ClosedWith.ShouldBe(CloseCode.Unspecified);
        _table.Find(Id).ShouldNotBeNull().Connection.ShouldBe(second);
    }

    [Fact]
    public void A_heartbeat_is_echoed_and_a_room_it_is_not_in_is_told()
    {
        var connection = OpenInRoom();

        RoomPosition[] rooms = [new() { Room = 4, RepliesSeen = 2 }, new() { Room = 5 }];
        var beat = new Heartbeat { ClientTimeMs = 77, Rooms = { rooms } };
        Say(connection, new ClientEnvelope { Heartbeat = beat });

        connection.Next().ShouldNotBeNull().Left.Room.ShouldBe(5u);
        connection.Next().ShouldNotBeNull().Heartbeat.ClientTimeMs.ShouldBe(77ul);
        _rooms.Next().ShouldBe("seen 2 in room-a by 1");
    }

    private RecordingConnection Open()
    {
        var connection = new RecordingConnection();
        Connect(connection, null, 0);
        return connection;
    }

    private RecordingConnection OpenInRoom()
    {
        var connection = Open();
        connection.Next();
        Say(connection, Join("n1", 7));
        _rooms.Next();
        Entered("room-a", 4, generation: 1, requestId: 7);
        return connection;
    }

    private RecordingConnection ResumeWith(ulong generation)
    {
        var connection = new RecordingConnection();
        Connect(connection, new Resume(), generation);
        return connection;
    }

    private void Connect(RecordingConnection connection, Resume? resume, ulong presented)
    {
        var asked = _session.Ask<DoorAnswer>(
            answer => new SessionMessage.Connect(connection, resume, new Generation(presented), answer), TimeSpan.FromSeconds(30));
        _world.RunUntilIdle();
        asked.IsCompletedSuccessfully.ShouldBeTrue();
        _door = asked.GetAwaiter().GetResult();
    }

    private static ClientEnvelope Join(string nonce, uint requestId) => new()
    {
        RequestId = requestId,
        Join = new Join { Nonce = nonce, Key = new RoomKey { RoomType = "chat", Key = "k" } },
    };

    private void Say(RecordingConnection connection, ClientEnvelope envelope) => Tell(new SessionMessage.FromClient(connection, envelope));

    private void Lose(RecordingConnection connection) => Tell(new SessionMessage.ConnectionLost(connection));

    private void Entered(string room, uint number, ulong generation, uint requestId) => Tell(new SessionMessage.RoomEntered(
        new RoomId(room), new RoomNumber(number), new RoomTypeName("chat"), new Generation(generation), requestId));

    private void Found(ulong generation, params string[] rooms) => Tell(new SessionMessage.RoomsFound(
        new Generation(generation), rooms.Select(room => new RoomRef { RoomId = room, RoomType = "chat" }).ToList()));

    private void Tell(SessionMessage message)
    {
        _session.Tell(message).ShouldBe(TellAnswer.Taken);
        _world.RunUntilIdle();
    }
}
