using GameServer.Authoring;
using GameServer.Protocol.V1;
using GameServer.Storage.Memory;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

public sealed class FormerLifeTests
{
    [Fact]
    public void A_room_that_a_former_life_of_the_node_has_made_is_taken_over_before_it_runs()
    {
        var time = new ManualTime();
        var store = new TroubledStore(new MemoryRoomStore(), time)
        {
            Delay = call => call == "create" ? 1.Seconds() : TimeSpan.Zero,
        };
        var settings = new RoomSettings { Durability = Durability.Committed, EmptyLifetime = 1.Hours() };
        var options = new NodeWorldOptions { Store = store, Time = time, Lease = 3.Seconds() };
        using var node = new NodeWorld(options, ("room", () => new CountingRoom(settings)));
        node.RunUntilIdle();
        var player = node.Connect();
        player.Send(new ClientEnvelope
        {
            RequestId = 7,
            Join = new Join { Nonce = "n", Key = new RoomKey { RoomType = "room", Key = "k" } },
        });

        // While the store is at it the node is revoked, and comes back.
        node.Lease.Become(node.Lease.Owner.Next());
        node.Lease.Renew(time.GetTimestamp(), TimeSpan.FromDays(1));
        node.Advance(2.Seconds());

        player.Until(envelope => envelope.RequestId == 7).Attached.Epoch.ShouldBe(2UL);
    }
}
