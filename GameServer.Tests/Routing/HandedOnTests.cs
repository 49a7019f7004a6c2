using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Routing;
using GameServer.Sessions;

namespace GameServer.Tests.Routing;

public sealed class HandedOnTests
{
    private static readonly NodeId Host = new("host");
    private static readonly RoomId Room = new("room-a");
    private static readonly SessionAddress Alice = new(new SessionId("alice"), new Generation(2));

    private readonly HandedOn _handedOn = new();

    [Fact]
    public void An_attachment_of_a_resume_and_one_of_a_join_wait_each_for_its_own_answer()
    {
        Put(requestId: 0);
        Put(requestId: 7);

        _handedOn.Take(Neighbours.AttachKey(Alice, Room, 0)).ShouldNotBeNull();

        var lost = _handedOn.TakeAll(Host).ShouldHaveSingleItem();
        lost.What.ShouldBeOfType<RoomInput.Attach>().RequestId.ShouldBe(7u);
        _handedOn.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_connection_that_gets_no_place_waits_for_none_of_its_attachments()
    {
        Put(requestId: 0);
        Put(requestId: 7);

        _handedOn.TakeAttachments(Alice, Room);

        _handedOn.TakeAll(Host).ShouldBeEmpty();
    }

    private void Put(uint requestId)
    {
        var from = new MemberAddress(new NodeId("here"), Alice.Session, Alice.Generation);
        var attach = new RoomInput.Attach(from, new PlayerId("alice"), Position: null, default, requestId);
        _handedOn.Put(Neighbours.KeyOf(Room, attach)!.Value, new HandedOn.Order(Host, Room, attach));
    }
}
