using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>What a client asks of a room that does not know its connection yet.</summary>
public sealed class SessionHoldingTests : IDisposable
{
    private static readonly Position At9 = new(new Epoch(2), new RoomVersion(9));

    private readonly SessionWorld _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_is_asked_of_a_room_that_has_moved_waits_until_it_has_attached_the_connection()
    {
        var connection = _session.OpenInRoom();
        _session.Tell(new SessionMessage.RoomMoved(new RoomId("room-a"), new Generation(1), At9));
        _session.Rooms.Next().ShouldBe("attach room-a at 2/9 as 0 by 1");

        _session.Say(connection, Command(8));
        _session.Say(connection, Command(9));
        _session.Say(connection, new ClientEnvelope { RequestId = 5, Leave = new Leave { Room = 4, Nonce = "l1" } });
        _session.Rooms.Next().ShouldBe("nothing", "no activation knows the connection");
        _session.Entered("room-a", 4, generation: 1, requestId: 0);

        _session.Rooms.Next().ShouldBe("command 8 to room-a by 1");
        _session.Rooms.Next().ShouldBe("command 9 to room-a by 1");
        _session.Rooms.Next().ShouldBe("leave room-a as 5 by 1");
    }

    [Fact]
    public void What_is_asked_of_a_room_whose_queue_is_full_waits_for_the_attachment_too()
    {
        _session.Lose(_session.OpenInRoom());
        _session.Rooms.Next();
        _session.Rooms.Answer = RouteAnswer.Busy;
        var second = _session.ResumeWith(1);
        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 2");
        _session.Rooms.Answer = RouteAnswer.Taken;

        _session.Say(second, Command(8));

        _session.World.Advance(TimeSpan.FromMilliseconds(150));
        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 2");
        _session.Entered("room-a", 4, generation: 2, requestId: 0);
        _session.Rooms.Next().ShouldBe("command 8 to room-a by 2");
    }

    [Fact]
    public void A_leave_for_which_no_place_is_left_among_what_waits_is_refused_and_overtakes_nothing()
    {
        var connection = _session.OpenInRoom();
        _session.Tell(new SessionMessage.RoomMoved(new RoomId("room-a"), new Generation(1), At9));
        _session.Rooms.Next();
        for (var number = 1ul; number <= SessionParts.UnacknowledgedMax; number++)
        {
            _session.Say(connection, Command(number));
        }

        _session.Say(connection, new ClientEnvelope { RequestId = 5, Leave = new Leave { Room = 4, Nonce = "l1" } });

        connection.Next().ShouldNotBeNull().Error.Code.ShouldBe(ErrorCode.Busy);
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_connection_that_is_lost_takes_what_waited_with_it()
    {
        var connection = _session.OpenInRoom();
        _session.Tell(new SessionMessage.RoomMoved(new RoomId("room-a"), new Generation(1), At9));
        _session.Say(connection, Command(8));

        _session.Lose(connection);
        _session.ResumeWith(1);
        _session.Entered("room-a", 4, generation: 2, requestId: 0);

        _session.Rooms.Next().ShouldBe("attach room-a at 2/9 as 0 by 1");
        _session.Rooms.Next().ShouldBe("lost in room-a by 1");
        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 2");
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_connection_that_another_one_replaces_takes_what_waited_with_it()
    {
        var connection = _session.OpenInRoom();
        _session.Tell(new SessionMessage.RoomMoved(new RoomId("room-a"), new Generation(1), At9));
        _session.Say(connection, Command(8));

        _session.ResumeWith(1);
        _session.Entered("room-a", 4, generation: 2, requestId: 0);

        _session.Rooms.Next().ShouldBe("attach room-a at 2/9 as 0 by 1");
        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 2");
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void More_than_a_client_may_have_without_a_result_is_not_held_but_refused()
    {
        var connection = _session.OpenInRoom();
        _session.Tell(new SessionMessage.RoomMoved(new RoomId("room-a"), new Generation(1), At9));
        _session.Rooms.Next().ShouldStartWith("attach");
        for (ulong number = 1; number <= 64; number++)
        {
            _session.Say(connection, Command(number));
        }

        connection.Next().ShouldBeNull();
        _session.Say(connection, Command(65));
        var refused = connection.Next().ShouldNotBeNull().Error;
        (refused.Code, refused.Retry, refused.CommandSeq).ShouldBe((ErrorCode.Busy, Error.Types.Retry.Later, 65ul));

        _session.Entered("room-a", 4, generation: 1, requestId: 0);

        for (ulong number = 1; number <= 64; number++)
        {
            _session.Rooms.Next().ShouldBe($"command {number} to room-a by 1");
        }

        _session.Rooms.Next().ShouldBe("nothing");
    }

    private static ClientEnvelope Command(ulong number) => new() { Command = new Command { Room = 4, CommandSeq = number } };
}
