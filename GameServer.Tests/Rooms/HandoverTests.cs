using GameServer.Authoring;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

/// <summary>Rooms of each durability whose node is told to stop while others go on.</summary>
public sealed class HandoverTests
{
    [Theory, InlineData("committed"), InlineData("periodic"), InlineData("volatile")]
    public void A_room_goes_on_at_the_next_node_with_all_that_was_acknowledged(string durability)
    {
        using var world = new HandoverWorld(durability);
        var (first, second) = (world.Start(), world.Start());
        var player = Enter(first);
        Send(player, first);
        world.Store.Delay = call => call is "append" or "save" or "sleep" ? 500.Milliseconds() : TimeSpan.Zero;
        Send(player, first);

        var drained = world.Drain(first, second);
        world.Advance(0.4);
        drained.IsCompleted.ShouldBeFalse();
        world.Advance(1);
        drained.IsCompletedSuccessfully.ShouldBeTrue();
        player.Read();
        player.Answered.ShouldBe(2);
        world.Store.Delay = _ => TimeSpan.Zero;
        player.Connect(second);
        world.Advance(1);
        player.Read();
        Send(player, second);

        player.Answered.ShouldBe(3);
        player.Counts.ShouldBe([101UL, 102, 103]);
        player.Position.Epoch.ShouldBe(2UL);
        DurableWorld.Sound(player);
    }

    [Theory, InlineData("committed"), InlineData("periodic"), InlineData("volatile")]
    public void A_room_that_is_being_made_when_its_node_is_told_to_stop_is_handed_over_too(string durability)
    {
        using var world = new HandoverWorld(durability);
        var (first, second) = (world.Start(), world.Start());
        world.Store.Delay = call => call == "create" ? 500.Milliseconds() : TimeSpan.Zero;
        first.Connect().Send(new ClientEnvelope { RequestId = 7, Join = HandoverWorld.Key });

        var drained = world.Drain(first, second);
        world.Advance(0.4);
        drained.IsCompleted.ShouldBeFalse();
        world.Advance(0.2);

        drained.IsCompletedSuccessfully.ShouldBeTrue();
        first.Rooms.Count.ShouldBe(0);
        world.Store.Delay = _ => TimeSpan.Zero;
        var player = Enter(second);
        Send(player, second);
        player.Position.Epoch.ShouldBe(2UL);
        player.Counts.ShouldBe([101UL]);
    }

    [Theory, InlineData("committed"), InlineData("periodic"), InlineData("volatile")]
    public void A_room_that_is_being_taken_over_when_its_node_is_told_to_stop_is_handed_on(string durability)
    {
        using var world = new HandoverWorld(durability);
        var (first, second, third) = (world.Start(), world.Start(), world.Start());
        var player = Enter(first);
        Send(player, first);
        world.Drain(first, second);
        world.Advance(0.1);
        world.Store.Delay = call => call == "take over" ? 500.Milliseconds() : TimeSpan.Zero;
        player.Connect(second);

        var drained = world.Drain(second, third);
        world.Advance(0.4);
        drained.IsCompleted.ShouldBeFalse();
        world.Advance(0.2);

        drained.IsCompletedSuccessfully.ShouldBeTrue();
        second.Rooms.Count.ShouldBe(0);
        player.Read();
        player.Connect(third);
        world.Advance(0.6);
        player.Read();
        Send(player, third);
        player.Counts.ShouldBe([101UL, 102]);
        player.Position.Epoch.ShouldBe(3UL);
        DurableWorld.Sound(player);
    }

    [Theory, InlineData("committed"), InlineData("periodic"), InlineData("volatile")]
    public void A_room_in_which_nothing_has_happened_since_it_was_handed_over_can_be_handed_over_again(string durability)
    {
        using var world = new HandoverWorld(durability);
        var (first, second, third) = (world.Start(), world.Start(), world.Start());
        var left = Enter(first);
        left.Link.Leave(left.Room);
        world.Drain(first, second);
        world.Advance(0.1);
        second.Host.Tell(new HostMessage.Route(new RoomId(left.RoomId), new TellOrder(default, new OracleCommand())));
        second.RunUntilIdle();
        second.Rooms.Count.ShouldBe(1);
        world.Drain(second, third);
        world.Advance(0.1);

        var player = Enter(third);

        player.RoomId.ShouldBe(left.RoomId);
        player.Position.Epoch.ShouldBe(3UL);
    }

    [Fact]
    public void A_player_whose_room_is_made_while_the_node_stops_is_attached_to_it_at_the_next_node()
    {
        using var world = new HandoverWorld("volatile");
        var (first, second) = (world.Start(), world.Start());
        world.Store.Delay = call => call == "create" ? 500.Milliseconds() : TimeSpan.Zero;
        first.Connect().Send(new ClientEnvelope { RequestId = 7, Join = HandoverWorld.Key });

        world.Drain(first, second);
        world.Advance(1);

        world.Handed(first).ShouldHaveSingleItem().Host.ShouldBe(second.Lease.Owner.Process);
    }

    private static CountingPlayer Enter(NodeWorld node)
    {
        var player = new CountingPlayer("one");
        player.Connect(node);
        player.Enter(HandoverWorld.Key);
        return player;
    }

    private static void Send(CountingPlayer player, NodeWorld node)
    {
        player.Send();
        node.RunUntilIdle();
        player.Read();
    }
}
