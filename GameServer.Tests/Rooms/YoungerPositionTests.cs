using GameServer.Authoring;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

public sealed class YoungerPositionTests
{
    [Fact]
    public void A_member_that_has_been_in_a_younger_activation_waits_until_the_node_is_known_to_have_the_room_still()
    {
        var settings = new RoomSettings { Durability = Durability.Periodic(1.Seconds()), EmptyLifetime = 1.Hours() };
        using var node = new NodeWorld(new NodeWorldOptions { Lease = 3.Seconds() }, ("room", () => new CountingRoom(settings)));
        node.RunUntilIdle();
        var first = node.Connect();
        var room = first.Enter(new Join { Create = new CreateRoom { RoomType = "room" } });
        var there = new RoomPosition { RoomId = room.RoomId, Epoch = room.Epoch + 1, Version = 7 };

        var second = node.Connect("p1", new Resume { Rooms = { there } }, new Generation(1));
        node.Advance(TimeSpan.FromSeconds(2.9));
        while (second.Next() is { } envelope)
        {
            envelope.Attached.ShouldBeNull();
        }

        node.Advance(TimeSpan.FromSeconds(0.2));
        second.Until(envelope => envelope.Attached is not null).Attached.Rewound.ShouldNotBeNull("no such activation has ever been");
    }
}
