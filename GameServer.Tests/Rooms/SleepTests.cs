using GameServer.Authoring;
using GameServer.Protocol.V1;
using GameServer.Rooms;

namespace GameServer.Tests.Rooms;

public sealed class SleepTests
{
    private static readonly Func<RoomSettings, RoomSettings> Sleepy = settings =>
        settings with { SleepAfter = 10.Seconds(), Grace = Timeout.InfiniteTimeSpan, EmptyLifetime = Timeout.InfiniteTimeSpan };

    [Theory]
    [InlineData(DurableWorld.Committed)]
    [InlineData(DurableWorld.Periodic)]
    public void A_room_without_members_falls_asleep_and_is_woken_by_a_member_that_comes_back(string type)
    {
        using var world = new DurableWorld(change: Sleepy);
        var one = world.Player("one", type);
        one.Send();
        world.Node.RunUntilIdle();
        one.Lose();
        world.Advance(11);
        world.Row(one.RoomId).Phase.ShouldBe(RoomPhase.Asleep);
        world.Node.Rooms.Count.ShouldBe(0);

        one.Connect(world.Node);
        one.Send();
        world.Node.RunUntilIdle();

        one.Read();
        one.Counts.ShouldBe([1UL, 2]);
        one.Faults.ShouldBeEmpty();
        world.Row(one.RoomId).Phase.ShouldBe(RoomPhase.Placed);
    }

    [Fact]
    public void A_sleeping_room_is_woken_by_a_join_with_its_key()
    {
        using var world = new DurableWorld(change: Sleepy);
        var one = world.Player("one");
        one.Lose();
        world.Advance(11);

        world.Player("two").RoomId.ShouldBe(one.RoomId);
    }

    [Fact]
    public void A_sleeping_room_is_not_woken_on_a_node_that_runs_as_many_rooms_as_it_may()
    {
        using var world = new DurableWorld(change: Sleepy, options: new RoomOptions { RoomsMax = 1 });
        var one = world.Player("one");
        one.Lose();
        world.Advance(11);
        var two = world.Player("two", key: "b");
        var three = world.Node.Connect();

        foreach (var way in new[] { DurableWorld.Key("a"), new Join { RoomId = one.RoomId } })
        {
            var refused = three.Join(way).Error;
            (refused.Code, refused.Message).ShouldBe((ErrorCode.Busy, "This node runs as many rooms as it may."));
        }

        two.Lose();
        world.Advance(11);
        three.Enter(new Join { RoomId = one.RoomId }).RoomId.ShouldBe(one.RoomId);
    }

    [Fact]
    public void A_room_that_its_key_led_to_does_not_count_as_made()
    {
        using var world = new DurableWorld(change: Sleepy, options: new RoomOptions { MadePerPlayerPerMinute = 1 });
        world.Player("one").Lose();
        world.Advance(11);

        var two = world.Player("two");
        two.Enter(DurableWorld.Key("b"));
    }

    [Fact]
    public void A_sleeping_room_is_woken_when_its_timer_is_due()
    {
        using var world = new DurableWorld(change: Sleepy);
        var one = world.Player("one");
        one.Send(CountingRoom.Timer + 100);
        world.Node.RunUntilIdle();
        one.Lose();
        world.Advance(20);
        world.Node.Rooms.Count.ShouldBe(0);
        world.Restart();
        world.Advance(5);
        world.Node.Rooms.Count.ShouldBe(0);
        for (var second = 0; second < 90; second++)
        {
            world.Advance(1);
        }

        one.Connect(world.Node);

        one.Read();
        one.Counts.ShouldBe([1UL, 2]);
    }

    [Fact]
    public void What_arrives_while_a_room_falls_asleep_wakes_it()
    {
        using var world = new DurableWorld(change: Sleepy);
        var one = world.Player("one");
        world.Store.Delay = call => call == "sleep" ? TimeSpan.FromSeconds(3) : TimeSpan.Zero;
        one.Lose();
        world.Advance(11);
        one.Connect(world.Node);
        one.Send();
        world.Node.RunUntilIdle();
        one.IsAttached.ShouldBeFalse();

        world.Advance(4);

        one.Read();
        one.IsAttached.ShouldBeTrue();
        world.Advance(1);
        one.Read();
        one.Answered.ShouldBe(1);
        one.Position.Epoch.ShouldBe(2UL);
        one.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_connection_that_is_lost_while_its_attachment_waits_leaves_nobody_behind_in_the_room()
    {
        using var world = new DurableWorld(change: Sleepy);
        var one = world.Player("one");
        one.Lose();
        world.Advance(11);
        world.Store.Delay = call => call == "take over" ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        one.Connect(world.Node);
        one.Lose();
        world.Advance(1);
        world.Node.Rooms.Count.ShouldBe(1);

        world.Advance(11);

        world.Node.Rooms.Count.ShouldBe(0);
    }

    [Fact]
    public void Rooms_of_a_lost_node_are_opened_by_the_next_one()
    {
        using var world = new DurableWorld(change: Sleepy);
        for (var room = 0; room < 5; room++)
        {
            world.Player($"p{room}", key: $"k{room}");
        }

        world.Restart();
        world.Advance(1);

        world.Node.Rooms.Count.ShouldBe(5);
    }

    [Fact]
    public void A_room_that_is_kept_alive_never_sleeps_and_is_woken_at_the_start()
    {
        using var world = new DurableWorld(change: settings => Sleepy(settings) with { KeepAlive = true });
        var one = world.Player("one");
        one.Lose();
        world.Advance(60);
        world.Node.Rooms.Count.ShouldBe(1);
        world.Restart();

        world.Node.Rooms.Count.ShouldBe(1);
    }

    [Fact]
    public void A_periodic_room_comes_back_as_it_was_written_last_and_says_so()
    {
        using var world = new DurableWorld();
        var one = world.Player("one", DurableWorld.Periodic);
        one.Send();
        world.Advance(6);
        one.Send();
        world.Node.RunUntilIdle();
        one.Read();
        one.Answered.ShouldBe(2);

        world.Restart();
        one.Connect(world.Node);

        one.Read();
        one.Rewind.ShouldNotBeNull();
        one.Position.Epoch.ShouldBe(2UL);
    }
}
