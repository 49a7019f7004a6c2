namespace GameServer.Tests.Actors.TestKit;

/// <summary>A clock that only moves when told to; timers fire inside <see cref="Advance"/>, in the order in which they are due.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;
    private long _sequence;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return Start + _elapsed;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and calls each timer at the moment it is due, those set meanwhile too.</summary>
    internal void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan until;
        lock (_gate)
        {
            until = _elapsed + by;
        }

        while (TakeDue(until) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _elapsed = until;
        }
    }

    private ManualTimer? TakeDue(TimeSpan until)
    {
        lock (_gate)
        {
            if (Earliest() is not { } next || next.Due > until)
            {
                return null;
            }

            _elapsed = next.Due > _elapsed ? next.Due : _elapsed;
            if (next.Period == Timeout.InfiniteTimeSpan)
            {
                _timers.Remove(next);
            }
            else
            {
                next.Set(_elapsed + next.Period, next.Period, ++_sequence);
            }

            return next;
        }
    }

    private ManualTimer? Earliest() => _timers.MinBy(static timer => (timer.Due, timer.Sequence));

    private void Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Set(_elapsed + dueTime, period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period, ++_sequence);
                _timers.Add(timer);
            }
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        internal TimeSpan Due { get; private set; }

        internal TimeSpan Period { get; private set; }

        internal long Sequence { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime, period);
            return true;
        }

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => fire();

        internal void Set(TimeSpan due, TimeSpan period, long sequence)
        {
            Due = due;
            Period = period;
            Sequence = sequence;
        }
    }
}
