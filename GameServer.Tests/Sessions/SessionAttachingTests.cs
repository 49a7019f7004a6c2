using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Rooms that cannot attach a connection at once.</summary>
public sealed class SessionAttachingTests : IDisposable
{
    private readonly SessionWorld _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_room_whose_queue_is_full_is_attached_when_it_has_space()
    {
        _session.Lose(_session.OpenInRoom());
        _session.Rooms.Next();
        _session.Rooms.Answer = RouteAnswer.Busy;
        _session.ResumeWith(1);
        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 2");

        _session.Rooms.Answer = RouteAnswer.Taken;
        _session.World.Advance(TimeSpan.FromMilliseconds(150));

        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 2");
        _session.World.Advance(TimeSpan.FromSeconds(1));
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_room_whose_queue_is_full_keeps_no_other_room_waiting()
    {
        _session.ResumeWith(5);
        _session.Rooms.Next();
        _session.Rooms.Full = "room-a";
        _session.Found(6, "room-a", "room-b");
        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 6");
        _session.Rooms.Next().ShouldBe("attach room-b at none as 0 by 6");

        _session.World.Advance(TimeSpan.FromMilliseconds(150));
        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 6");
        _session.Rooms.Next().ShouldBe("nothing");
        _session.Rooms.Full = "";
        _session.World.Advance(TimeSpan.FromMilliseconds(100));

        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 6");
        _session.World.Advance(TimeSpan.FromSeconds(1));
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_room_that_moves_again_before_it_has_taken_the_attachment_is_attached_once()
    {
        _session.OpenInRoom();
        var moved = new SessionMessage.RoomMoved(new RoomId("room-a"), new Generation(1), new Position(new Epoch(2), new RoomVersion(9)));
        _session.Rooms.Answer = RouteAnswer.Moving;
        _session.Tell(moved);
        _session.Rooms.Next();
        _session.Tell(moved);
        _session.Rooms.Next();

        _session.Rooms.Answer = RouteAnswer.Taken;
        _session.World.Advance(TimeSpan.FromMilliseconds(150));

        _session.Rooms.Next().ShouldBe("attach room-a at 2/9 as 0 by 1");
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_room_that_has_gone_meanwhile_says_farewell()
    {
        _session.Lose(_session.OpenInRoom());
        _session.Rooms.Answer = RouteAnswer.Gone;

        var second = _session.ResumeWith(1);

        second.Next().ShouldNotBeNull().Welcome.Resumed.ShouldBeTrue();
        second.Next().ShouldNotBeNull().Left.Room.ShouldBe(4u);
    }
}
