using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class AllocationTests
{
    private const int Rounds = 1_000;
    private static readonly object Message = new();

    [Fact]
    public void Telling_and_receiving_allocates_nothing()
    {
        var scheduler = new SeededScheduler(1);
        using var system = new ActorSystem(new ActorSystemOptions(new AlarmTime(), scheduler, 1));
        var last = system.Spawn("last", () => new ScriptedActor((_, _) => { }));
        var middle = system.Spawn("middle", () => new ScriptedActor((context, message) => context.Tell(last, message)));

        Allocated(() =>
        {
            for (var message = 0; message < 40; message++)
            {
                middle.Tell(Message);
            }

            scheduler.RunUntilIdle();
        }).ShouldBe(0);
    }

    [Fact]
    public void A_turn_where_it_woke_allocates_nothing()
    {
        var scheduler = new InlineScheduler(TimeProvider.System);
        var turn = new Turn();

        Allocated(() =>
        {
            scheduler.Schedule(turn);
            scheduler.Hold();
            scheduler.Schedule(turn);
            scheduler.Release();
        }).ShouldBe(0);
    }

    [Fact]
    public void A_timer_that_is_started_again_allocates_nothing()
    {
        var time = new AlarmTime();
        var scheduler = new SeededScheduler(1);
        using var system = new ActorSystem(new ActorSystemOptions(time, scheduler, 1));
        var ticks = 0;
        var ticker = system.Spawn("ticker", () => new ScriptedActor((context, message) =>
        {
            ticks++;
            context.StartTimer("window", TimeSpan.FromMilliseconds(10), message);
            context.StartTimer("tick", TimeSpan.FromMilliseconds(50), message);
            context.CancelTimer("window");
            context.StartTimer("tick", TimeSpan.FromMilliseconds(20), message);
        }));
        ticker.Tell(Message);
        scheduler.RunUntilIdle();

        Allocated(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            scheduler.RunUntilIdle();
        }).ShouldBe(0);
        ticks.ShouldBeGreaterThan(Rounds);
    }

    /// <summary>By this thread and the least of several runs: a collection in between may have thrown spare arrays away.</summary>
    private static long Allocated(Action step)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 10; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < Rounds; round++)
            {
                step();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private sealed class Turn : IRunnable
    {
        public bool IsSlow => false;

        public void Run()
        {
        }
    }

    /// <summary>A clock with a single timer, which itself allocates nothing.</summary>
    private sealed class AlarmTime : TimeProvider
    {
        private readonly Alarm _alarm = new();
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override DateTimeOffset GetUtcNow() => new(_now, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_alarm.Callback, _alarm.State) = (callback, state);
            return _alarm;
        }

        internal void Advance(TimeSpan by)
        {
            _now += by.Ticks;
            _alarm.Callback!(_alarm.State);
        }
    }

    private sealed class Alarm : ITimer
    {
        internal TimerCallback? Callback { get; set; }

        internal object? State { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
