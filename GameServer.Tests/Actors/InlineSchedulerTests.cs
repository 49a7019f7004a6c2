using GameServer.Actors;

namespace GameServer.Tests.Actors;

public sealed class InlineSchedulerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_mailbox_is_run_by_the_thread_that_woke_it_before_the_call_returns()
    {
        var scheduler = new InlineScheduler();
        var ranOn = -1;

        scheduler.Schedule(new Step(() => ranOn = Environment.CurrentManagedThreadId));

        ranOn.ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void What_a_turn_wakes_is_run_after_it_and_not_inside_it()
    {
        var scheduler = new InlineScheduler();
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
        var scheduler = new InlineScheduler();
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
        var scheduler = new InlineScheduler();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Should.Throw<InvalidOperationException>(() => scheduler.Schedule(new Step(() =>
        {
            scheduler.Schedule(new Step(done.SetResult));
            throw new InvalidOperationException("on purpose");
        })));

        await done.Task.WaitAsync(Patience);
    }

    private sealed class Step(Action run) : IRunnable
    {
        public void Run() => run();
    }
}
