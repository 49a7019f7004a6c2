using GameServer.Actors;

namespace GameServer.Tests.Actors;

public sealed class InlineSchedulerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_mailbox_is_run_by_the_thread_that_woke_it_before_the_call_returns()
    {
        var scheduler = new InlineScheduler(TimeProvider.System);
        var ranOn = -1;

        scheduler.Schedule(new Step(() => ranOn = Environment.CurrentManagedThreadId));

        ranOn.ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void What_a_turn_wakes_is_run_after_it_and_not_inside_it()
    {
        var scheduler = new InlineScheduler(TimeProvider.System);
        var order = new List<string>();

        scheduler.Schedule(new Step(() =>
        {
            order.Add("first begins");
            scheduler.Schedule(new Step(() => order.Add("second")));
            order.Add("first ends");
        }));

        order.ShouldBe(["first begins", "first ends", "second"]);
    }

    [Fact]
    public async Task After_its_share_of_turns_a_thread_hands_the_rest_to_the_pool()
    {
        var scheduler = new InlineScheduler(TimeProvider.System);
        var home = Environment.CurrentManagedThreadId;
        var left = 10 * InlineScheduler.TurnsMax;
        var atHome = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isHomeBack = new ManualResetEventSlim();
        Step? step = null;
        step = new Step(() =>
        {
            // The test's thread may be one of the pool, which then could be handed its own rest: that would not be "at home" any more.
            atHome += Environment.CurrentManagedThreadId == home && !isHomeBack.IsSet ? 1 : 0;
            if (--left > 0)
            {
                scheduler.Schedule(step!);
            }
            else
            {
                done.SetResult();
            }
        });

        scheduler.Schedule(step);
        isHomeBack.Set();
        await done.Task.WaitAsync(Patience);

        atHome.ShouldBe(InlineScheduler.TurnsMax);
    }

    [Fact]
    public async Task A_turn_that_throws_does_not_strand_the_mailboxes_behind_it()
    {
        var scheduler = new InlineScheduler(TimeProvider.System);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Should.Throw<InvalidOperationException>(() => scheduler.Schedule(new Step(() =>
        {
            scheduler.Schedule(new Step(done.SetResult));
            throw new InvalidOperationException("on purpose");
        })));

        await done.Task.WaitAsync(Patience);
    }

    [Fact]
    public void After_a_turn_that_threw_the_thread_runs_the_next_one_itself()
    {
        var scheduler = new InlineScheduler(TimeProvider.System);
        scheduler.Hold();
        scheduler.Schedule(new Step(() => throw new InvalidOperationException("on purpose")));
        Should.Throw<InvalidOperationException>(scheduler.Release);
        var ran = false;

        scheduler.Schedule(new Step(() => ran = true));

        ran.ShouldBeTrue();
    }

    [Fact]
    public async Task A_long_chain_never_runs_a_turn_inside_another()
    {
        var scheduler = new InlineScheduler(TimeProvider.System);
        var left = TestScale.Of(200_000);
        var inside = 0;
        var nested = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Step? next = null;
        next = new Step(() =>
        {
            nested += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
            var isLast = --left == 0;
            Interlocked.Decrement(ref inside);
            if (isLast)
            {
                done.SetResult();
            }
            else
            {
                scheduler.Schedule(next!);
            }
        });

        scheduler.Schedule(next);
        await done.Task.WaitAsync(Patience);

        nested.ShouldBe(0);
    }

    private sealed class Step(Action run) : IRunnable
    {
        public bool IsSlow => false;

        public void Run() => run();
    }
}
