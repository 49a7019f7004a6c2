using GameServer.Bench.Soak;

namespace GameServer.Tests.Bench;

public sealed class LeapingClockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly LeapingClock _clock = new(TimeSpan.Zero);
    private readonly TaskCompletionSource _due = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task What_was_to_happen_within_the_time_that_is_leapt_happens_at_once()
    {
        var before = _clock.GetUtcNow();
        var began = _clock.GetTimestamp();
        using var timer = _clock.CreateTimer(_ => _due.TrySetResult(), null, Hour, Timeout.InfiniteTimeSpan);
        _clock.Waiting.ShouldBe(1);
        _clock.Leap(Hour);
        await _due.Task.WaitAsync(Patience);
        (_clock.GetUtcNow() - before).ShouldBeGreaterThanOrEqualTo(Hour);
        _clock.GetElapsedTime(began).ShouldBeGreaterThanOrEqualTo(Hour);
        _clock.Waiting.ShouldBe(0);
    }

    [Fact]
    public void What_is_later_than_that_goes_on_waiting()
    {
        using var timer = _clock.CreateTimer(_ => _due.TrySetResult(), null, 2 * Hour, Timeout.InfiniteTimeSpan);
        _clock.Leap(Hour);
        _due.Task.IsCompleted.ShouldBeFalse();
        _clock.Waiting.ShouldBe(1);
    }

    [Fact]
    public void Who_is_let_go_of_waits_no_more()
    {
        var once = _clock.CreateTimer(_ => _due.TrySetResult(), null, Hour, Timeout.InfiniteTimeSpan);
        var again = _clock.CreateTimer(_ => _due.TrySetResult(), null, Hour, Hour);
        _clock.Waiting.ShouldBe(2);
        once.Dispose();
        again.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Waiting.ShouldBe(0);
        again.Dispose();
    }
}
