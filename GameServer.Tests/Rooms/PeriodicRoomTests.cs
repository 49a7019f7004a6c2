namespace GameServer.Tests.Rooms;

public sealed class PeriodicRoomTests
{
    [Fact]
    public void Rooms_that_changed_within_a_tenth_of_a_second_are_saved_together_and_none_later_than_its_interval()
    {
        using var world = new DurableWorld();
        var one = world.Player("one", DurableWorld.Periodic, "a");
        one.Send();
        world.Advance(0.05);
        var two = world.Player("two", DurableWorld.Periodic, "b");
        two.Send();
        world.Advance(4.9);
        world.Store.Calls.ShouldNotContain("save");

        world.Advance(0.05);

        world.History(one.RoomId).Count.ShouldBe(1);
        world.History(two.RoomId).Count.ShouldBe(1);
    }
}
