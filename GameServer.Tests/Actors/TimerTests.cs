using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_timer_cancelled_when_it_is_already_in_the_mailbox_is_not_delivered()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context => context.StartTimer("t", Second, "stale")));
        world.RunUntilIdle();
        var blocker = new OrderedActor.Urgent(context => context.CancelTimer("t"));
        actor.Tell(blocker);
        world.Time.Advance(Second);

        probe.ExpectNoMsg();
    }

    [Fact]
    public void A_timer_replaced_when_it_is_already_in_the_mailbox_is_delivered_only_as_its_replacement()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context => context.StartTimer("t", Second, "stale")));
        world.RunUntilIdle();
        actor.Tell(new OrderedActor.Urgent(context => context.StartTimer("t", Second, "fresh")));
        world.Time.Advance(Second);
        probe.ExpectNoMsg();

        world.Time.Advance(Second);

        probe.ExpectMsg("fresh");
        world.Advance(10 * Second);
        probe.ExpectNoMsg();
    }

    [Fact]
    public void A_timer_comes_once_and_not_before_its_time()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context => context.StartTimer("t", Second, "now")));
        world.RunUntilIdle();

        world.Time.Advance(Second - TimeSpan.FromTicks(1));
        probe.ExpectNoMsg();
        world.Time.Advance(TimeSpan.FromTicks(1));
        probe.ExpectMsg("now");
        world.Advance(10 * Second);
        probe.ExpectNoMsg();
    }

    [Fact]
    public void Timers_come_in_the_order_in_which_they_are_due_and_equal_ones_as_started()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context =>
        {
            context.StartTimer("late", 3 * Second, "late");
            context.StartTimer("a", 2 * Second, "a");
            context.StartTimer("b", 2 * Second, "b");
            context.StartTimer("early", Second, "early");
            context.StartTimer("never", Second, "never");
            context.CancelTimer("never");
        }));

        world.Advance(5 * Second);

        probe.TakeAll().ShouldBe(["early", "a", "b", "late"]);
    }

    [Fact]
    public void Timers_of_a_stopped_actor_leave_nothing_behind()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context => context.StartTimer("t", Second, "stale")));
        world.RunUntilIdle();
        world.System.Timers.Count.ShouldBe(1);

        actor.Cell.RequestStop();
        world.RunUntilIdle();

        world.System.Timers.Count.ShouldBe(0);
        world.Advance(2 * Second);
        probe.ExpectNoMsg();
        world.System.DeadLetters.Count.ShouldBe(0);
    }

    [Fact]
    public void Replacing_a_timer_many_times_keeps_one()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context =>
        {
            for (var number = 0; number < 10_000; number++)
            {
                context.StartTimer("t", Second, number);
            }
        }));
        world.RunUntilIdle();
        world.System.Timers.Count.ShouldBe(1);

        world.Time.Advance(Second);

        probe.ExpectMsg(9_999);
        probe.ExpectNoMsg();
    }

    [Fact]
    public void A_timer_without_delay_and_a_very_long_one_are_both_kept()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context =>
        {
            context.StartTimer("century", TimeSpan.FromDays(36_500), "century");
            context.StartTimer("now", TimeSpan.Zero, "now");
        }));
        world.Advance(TimeSpan.Zero);
        probe.ExpectMsg("now");

        world.Advance(TimeSpan.FromDays(36_499));
        probe.ExpectNoMsg();
        world.Advance(TimeSpan.FromDays(1));
        probe.ExpectMsg("century");
    }

    [Fact]
    public void A_timer_that_starts_itself_again_comes_once_each_time()
    {
        using var world = new ActorWorld();
        var ticks = new List<TimeSpan>();
        var start = world.Time.GetUtcNow();
        var actor = world.Spawn("ticking", (context, message) =>
        {
            ticks.Add(context.Now - start);
            context.StartTimer("tick", Second, message);
        });
        actor.Tell("tick");

        for (var step = 0; step < 50; step++)
        {
            world.Advance(Second / 10);
        }

        ticks.ShouldBe([.. Enumerable.Range(0, 6).Select(number => number * Second)]);
        world.System.Timers.Count.ShouldBe(1);
    }

    [Fact]
    public void A_stale_timer_is_not_delivered_although_its_key_was_started_and_came_since()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context => context.StartTimer("t", Second, "stale")));
        world.RunUntilIdle();

        // Ahead of the stale one in the mailbox: lets its key go, and uses it and another one at once.
        actor.Tell(new OrderedActor.Urgent(context =>
        {
            context.CancelTimer("t");
            context.StartTimer("t", Second, "fresh");
            context.StartTimer("other", Second, "other");
        }));
        world.Time.Advance(Second);
        probe.ExpectNoMsg();
        world.Advance(Second);

        probe.TakeAll().ShouldBe(["fresh", "other"]);
    }

    [Fact]
    public void More_timers_than_one_batch_come_in_order_all_at_their_time()
    {
        using var world = new ActorWorld();
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(context =>
        {
            for (var number = 0; number < 1_000; number++)
            {
                context.StartTimer($"{number}", number < 500 ? Second : 2 * Second, number);
            }
        }));

        world.Advance(Second);
        probe.TakeAll().ShouldBe(Enumerable.Range(0, 500).Cast<object>());
        world.Advance(Second);
        probe.TakeAll().ShouldBe(Enumerable.Range(500, 500).Cast<object>());
    }

    [Theory]
    [MemberData(nameof(LoadTests.Schedulers), MemberType = typeof(LoadTests))]
    public async Task On_many_threads_each_of_many_timers_comes_once_and_those_of_one_actor_in_order(string scheduler)
    {
        const int Actors = 200;
        const int TimersEach = 20;
        using var system = new ActorSystem(new ActorSystemOptions(TimeProvider.System, LoadTests.Make(scheduler), 1));
        var left = Actors * TimersEach;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var received = Enumerable.Range(0, Actors).Select(_ => new List<int>()).ToArray();
        for (var number = 0; number < Actors; number++)
        {
            var mine = received[number];
            system.Spawn($"{number}", () => new ScriptedActor((_, message) =>
            {
                mine.Add((int)message);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    done.SetResult();
                }
            })
            {
                Starting = context =>
                {
                    for (var timer = 0; timer < TimersEach; timer++)
                    {
                        context.StartTimer($"{timer}", TimeSpan.FromMilliseconds(20 + (timer / 4)), timer);
                    }
                },
            });
        }

        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));

        (await system.StopAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        received.ShouldAllBe(each => each.SequenceEqual(Enumerable.Range(0, TimersEach)));
        system.Timers.Count.ShouldBe(0);
    }

    [Fact]
    public async Task On_the_real_clock_a_timer_comes()
    {
        using var system = new ActorSystem(new ActorSystemOptions(TimeProvider.System, new ThreadPoolScheduler(), 1));
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.Spawn("timed", () => new ScriptedActor((_, _) => came.SetResult())
        {
            Starting = context => context.StartTimer("t", TimeSpan.FromMilliseconds(5), "now"),
        });

        await came.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
