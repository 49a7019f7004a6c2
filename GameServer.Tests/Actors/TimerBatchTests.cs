using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class TimerBatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_turn_that_blocks_does_not_hold_up_the_timers_that_are_due_after_its_batch()
    {
        const int Timers = 4 * InlineScheduler.TurnsMax;
        var time = TimeProvider.System;
        using var system = new ActorSystem(new ActorSystemOptions(time, new InlineScheduler(time), 1));
        using var othersCame = new ManualResetEventSlim();
        var came = 0;
        var cameMeanwhile = false;
        var allCame = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Come(ActorContext context, object message)
        {
            if (message is "start")
            {
                context.StartTimer("t", TimeSpan.FromMilliseconds(100), "due");
                return;
            }

            var place = Interlocked.Increment(ref came);
            if (place == 1)
            {
                // Only what is in the blocked thread's own batch may have to wait.
                cameMeanwhile = othersCame.Wait(Patience);
            }
            else if (place == 1 + Timers - InlineScheduler.TurnsMax)
            {
                othersCame.Set();
            }

            if (place == Timers)
            {
                allCame.SetResult();
            }
        }

        for (var number = 0; number < Timers; number++)
        {
            system.Spawn("a" + number, () => new ScriptedActor(Come)).Tell("start");
        }

        await allCame.Task.WaitAsync(2 * Patience);

        cameMeanwhile.ShouldBeTrue("the others were held up");
    }

    [Fact]
    public void More_timers_than_a_batch_has_come_at_the_same_time_and_in_order()
    {
        const int Timers = (3 * InlineScheduler.TurnsMax) + 1;
        using var world = new ActorWorld();
        var came = new List<int>();
        var actor = world.Spawn("actor", (context, message) =>
        {
            if (message is int number)
            {
                came.Add(number);
                return;
            }

            for (var next = 0; next < Timers; next++)
            {
                context.StartTimer("t" + next, TimeSpan.FromSeconds(1), next);
            }
        });
        actor.Tell("start");
        world.RunUntilIdle();

        world.Time.Advance(TimeSpan.FromSeconds(1));
        world.RunUntilIdle();

        came.ShouldBe([.. Enumerable.Range(0, Timers)]);
    }
}
