using GameServer.Protocol.V1;
using GameServer.Rooms;

namespace GameServer.Tests.Rooms;

public sealed class StoreTroubleTests
{
    [Fact]
    public void A_store_that_is_away_for_30_seconds_costs_nobody_anything()
    {
        using var world = new DurableWorld();
        var (one, two) = (world.Player("one"), world.Player("two"));
        world.Store.Trouble = _ => Trouble.Fails;
        one.Send();
        world.Advance(6);
        one.Send();
        two.Lose();
        two.Connect(world.Node);
        var three = world.Node.Connect();
        three.Refused(DurableWorld.Key("b")).ShouldBe(ErrorCode.Busy);
        three.Refused(DurableWorld.Key("a")).ShouldBe(ErrorCode.Busy);
        world.Advance(24);
        DurableWorld.Read(one, two);
        one.Answered.ShouldBe(0);
        one.Notices.ShouldBe([RoomNotice.Types.Kind.SavingDelayed]);

        world.Store.Trouble = _ => Trouble.None;
        world.Advance(5);

        DurableWorld.Read(one, two);
        one.Notices.ShouldBe([RoomNotice.Types.Kind.SavingDelayed, RoomNotice.Types.Kind.SavingResumed]);
        one.Answered.ShouldBe(2);
        one.Counts.ShouldBe([1UL, 2]);
        two.Counts.ShouldBe([1UL, 2]);
        three.Enter(DurableWorld.Key("a")).RoomId.ShouldBe(one.RoomId);
        world.Node.StoreLog.Count.ShouldBe(2);
        DurableWorld.Sound(one, two);
    }

    [Fact]
    public void A_session_that_resumes_while_the_store_is_away_waits_for_it()
    {
        using var world = new DurableWorld();
        var one = world.Player("one");
        one.Send();
        world.Node.RunUntilIdle();
        one.Read();

        world.Store.Trouble = _ => Trouble.Fails;
        world.Restart();
        one.Connect(world.Node);
        world.Advance(20);
        one.Read();
        one.IsAttached.ShouldBeFalse();
        world.Store.Trouble = _ => Trouble.None;
        world.Advance(5);

        one.Read();
        one.IsAttached.ShouldBeTrue();
        DurableWorld.Sound(one);
    }

    [Fact]
    public void A_room_whose_output_waits_for_too_much_takes_no_more_until_the_store_answers()
    {
        using var world = new DurableWorld(options: new RoomOptions { HeldBytesMax = 2_000 });
        var one = world.Player("one");
        world.Store.Delay = call => call == "append" ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        for (var sent = 0; sent < 50; sent++)
        {
            one.Send();
            world.Node.RunUntilIdle();
        }

        var turns = world.Node.Traffic.Turns;
        turns.ShouldBeLessThan(45);
        one.Send();
        world.Node.RunUntilIdle();
        world.Node.Traffic.Turns.ShouldBe(turns);

        world.Store.Delay = _ => TimeSpan.Zero;
        world.Advance(2);

        one.Read();
        one.Answered.ShouldBe(51);
        DurableWorld.Sound(one);
    }

    [Fact]
    public void A_store_that_answers_before_it_commits_is_found_out()
    {
        using var world = new DurableWorld();
        var one = world.Player("one");
        world.Store.Trouble = call => call == "append" ? Trouble.AnswersEarly : Trouble.None;
        one.Send();
        world.Node.RunUntilIdle();
        one.Read();
        one.Answered.ShouldBe(1);

        world.Store.Trouble = _ => Trouble.None;
        world.Restart();
        one.Connect(world.Node);
        world.Node.RunUntilIdle();
        one.Read();
        one.Rewind.ShouldNotBeNull();
        one.Send();
        world.Node.RunUntilIdle();

        one.Read();
        one.Faults.ShouldContain(fault => fault.EndsWith("is wanted again", StringComparison.Ordinal));
    }
}
