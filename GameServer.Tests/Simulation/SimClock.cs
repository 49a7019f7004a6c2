namespace GameServer.Tests.Simulation;

/// <summary>
/// The clock of one node's process: shows the world's virtual time, and fires its timers through the node's gate, which holds them back
/// while the process is frozen and drops them when it is gone.
/// </summary>
/// <param name="agenda">The world's.</param>
/// <param name="gate">Lets happen, later or never, what happens inside the process.</param>
internal sealed class SimClock(SimAgenda agenda, Action<Action> gate) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    internal static DateTimeOffset At(TimeSpan now) => Start + now;

    public override DateTimeOffset GetUtcNow() => At(agenda.Now);

    public override long GetTimestamp() => agenda.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(agenda, gate, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>One timer. Each setting has a number: what was put down for an earlier one does nothing.</summary>
    private sealed class SimTimer(SimAgenda agenda, Action<Action> gate, Action fire) : ITimer
    {
        private long _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var setting = ++_setting;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                agenda.After(dueTime, () => gate(() => Fire(setting, period)));
            }

            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(long setting, TimeSpan period)
        {
            if (setting != _setting)
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                agenda.After(period, () => gate(() => Fire(setting, period)));
            }

            fire();
        }
    }
}
