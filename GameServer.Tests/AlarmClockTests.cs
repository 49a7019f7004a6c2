namespace GameServer.Tests;

public sealed class AlarmClockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly AlarmClock _clock = new();
    private readonly TaskCompletionSource<long> _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task An_alarm_comes_and_not_before_its_time()
    {
        var delay = TimeSpan.FromMilliseconds(3);
        var start = _clock.GetTimestamp();

        using var alarm = Make(delay);

        _clock.GetElapsedTime(start, await _came.Task.WaitAsync(Patience)).ShouldBeGreaterThanOrEqualTo(delay);
    }

    [Fact]
    public async Task An_alarm_set_earlier_does_not_wait_for_the_later_time()
    {
        using var alarm = Make(TimeSpan.FromDays(1));

        alarm.Change(TimeSpan.FromMilliseconds(1), Never).ShouldBeTrue();

        await _came.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task An_alarm_set_by_its_own_callback_comes_again_and_again()
    {
        var left = 20;
        ITimer? alarm = null;
        alarm = _clock.CreateTimer(_ =>
        {
            if (--left == 0)
            {
                _came.SetResult(0);
            }
            else
            {
                alarm!.Change(TimeSpan.Zero, Never);
            }
        }, null, Never, Never);

        alarm.Change(TimeSpan.Zero, Never);
        await _came.Task.WaitAsync(Patience);

        alarm.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(40)]
    public async Task An_alarm_that_rang_comes_again_and_not_before_its_time(int milliseconds)
    {
        var delay = TimeSpan.FromMilliseconds(milliseconds);
        var rang = 0L;
        ITimer? alarm = null;
        alarm = _clock.CreateTimer(_ =>
        {
            if (rang != 0)
            {
                _came.SetResult(_clock.GetTimestamp());
                return;
            }

            rang = _clock.GetTimestamp();
            alarm!.Change(delay, Never);
        }, null, Never, Never);

        alarm.Change(TimeSpan.Zero, Never);

        var again = await _came.Task.WaitAsync(Patience);
        _clock.GetElapsedTime(rang, again).ShouldBeGreaterThanOrEqualTo(delay);
        await alarm.DisposeAsync();
    }

    [Fact]
    public async Task What_comes_due_while_a_callback_takes_its_time_does_not_wait_for_it()
    {
        var done = new TaskCompletionSource();
        var left = 3;
        ITimer? alarm = null;
        alarm = _clock.CreateTimer(_ =>
        {
            alarm!.Change(TimeSpan.Zero, Never);
            if (Interlocked.Decrement(ref left) == 0)
            {
                _came.SetResult(0);
                return;
            }

            done.Task.Wait();
        }, null, Never, Never);

        alarm.Change(TimeSpan.Zero, Never);
        await _came.Task.WaitAsync(Patience);

        await alarm.DisposeAsync();
        done.SetResult();
    }

    [Fact]
    public async Task An_alarm_that_has_slept_for_long_is_watched_again()
    {
        var done = new TaskCompletionSource();
        var calls = 0;
        ITimer? alarm = null;
        alarm = _clock.CreateTimer(_ =>
        {
            switch (Interlocked.Increment(ref calls))
            {
                case 1:
                    alarm!.Change(TimeSpan.FromMilliseconds(50), Never);
                    break;
                case 2:
                    alarm!.Change(TimeSpan.Zero, Never);
                    done.Task.Wait();
                    break;
                case 3:
                    _came.SetResult(0);
                    break;
            }
        }, null, Never, Never);

        alarm.Change(TimeSpan.Zero, Never);
        await _came.Task.WaitAsync(Patience);

        await alarm.DisposeAsync();
        done.SetResult();
    }

    [Fact]
    public async Task A_disposed_alarm_takes_no_time_any_more()
    {
        var alarm = Make(Never);

        await alarm.DisposeAsync();

        alarm.Change(TimeSpan.Zero, Never).ShouldBeFalse();
    }

    [Fact]
    public void An_alarm_that_repeats_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.CreateTimer(_ => { }, null, Never, TimeSpan.FromSeconds(1)));

    private ITimer Make(TimeSpan delay) => _clock.CreateTimer(_ => _came.TrySetResult(_clock.GetTimestamp()), null, delay, Never);
}
