namespace GameServer.Bench.Soak;

/// <summary>
/// The system's clock, which can be put forward: what was to happen within that time happens at once, as if nothing else had happened
/// meanwhile. Timers that wait are counted. From any thread.
/// </summary>
internal sealed class LeapingClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<LeapTimer> _waiting = [];
    private long _leaptTicks;

    internal LeapingClock(TimeSpan leapt) => _leaptTicks = leapt.Ticks;

    /// <summary>Timers that wait for their time.</summary>
    internal int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    private TimeSpan Leapt => new(Interlocked.Read(ref _leaptTicks));

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leapt;

    /// <inheritdoc />
    public override long GetTimestamp() => base.GetTimestamp() + (long)(Leapt.TotalSeconds * TimestampFrequency);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LeapTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Leap(TimeSpan time)
    {
        Interlocked.Add(ref _leaptTicks, time.Ticks);
        LeapTimer[] waiting;
        lock (_gate)
        {
            waiting = [.. _waiting];
        }

        foreach (var timer in waiting)
        {
            timer.Look();
        }
    }

    private void Note(LeapTimer timer, bool waits)
    {
        lock (_gate)
        {
            _ = waits ? _waiting.Add(timer) : _waiting.Remove(timer);
        }
    }

    private sealed class LeapTimer : ITimer
    {
        private readonly Lock _gate = new();
        private readonly LeapingClock _clock;
        private readonly ITimer _inner;
        private DateTimeOffset _due;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _waits;

        internal LeapTimer(LeapingClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _inner = System.CreateTimer(
                _ =>
                {
                    Fired();
                    callback(state);
                },
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                Waits(dueTime != Timeout.InfiniteTimeSpan);
                _due = _waits ? _clock.GetUtcNow() + dueTime : DateTimeOffset.MaxValue;
                _period = period;
                return _inner.Change(dueTime, period);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                Waits(false);
            }

            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>The clock was put forward.</summary>
        internal void Look()
        {
            lock (_gate)
            {
                var left = _due - _clock.GetUtcNow();
                if (_waits)
                {
                    _inner.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
                }
            }
        }

        private void Fired()
        {
            lock (_gate)
            {
                Waits(_period != Timeout.InfiniteTimeSpan);
                _due = _waits ? _clock.GetUtcNow() + _period : DateTimeOffset.MaxValue;
            }
        }

        private void Waits(bool waits)
        {
            if (_waits != waits)
            {
                _waits = waits;
                _clock.Note(this, waits);
            }
        }
    }
}
