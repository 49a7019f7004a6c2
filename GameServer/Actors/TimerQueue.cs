namespace GameServer.Actors;

/// <summary>
/// All timers of one actor system, driven by one timer of the time provider that is armed for the earliest. From any thread.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly SortedSet<TimerEntry> _waiting = [];
    private readonly ITimer _alarm;
    private long _sequence;
    private bool _isFiring;
    private bool _isDisposed;

    internal TimerQueue(TimeProvider time)
    {
        _time = time;
        _alarm = time.CreateTimer(static queue => ((TimerQueue)queue!).FireDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Calls <paramref name="onDue"/> once after the delay, on the alarm's thread, unless removed before.</summary>
    internal TimerEntry Add(TimeSpan delay, Action onDue)
    {
        lock (_gate)
        {
            var entry = new TimerEntry(DueAfter(delay), ++_sequence, onDue);
            if (!_isDisposed)
            {
                _waiting.Add(entry);
                if (ReferenceEquals(_waiting.Min, entry))
                {
                    Arm(entry);
                }
            }

            return entry;
        }
    }

    internal void Remove(TimerEntry entry)
    {
        lock (_gate)
        {
            _waiting.Remove(entry);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _waiting.Clear();
        }

        _alarm.Dispose();
    }

    private long DueAfter(TimeSpan delay)
    {
        var ticks = Math.Ceiling(Math.Max(0, delay.TotalSeconds) * _time.TimestampFrequency);
        return _time.GetTimestamp() + (long)Math.Min(ticks, long.MaxValue / 4.0);
    }

    private void FireDue()
    {
        lock (_gate)
        {
            // Two alarms at once would deliver out of order; the one that is at it takes all that is due.
            if (_isFiring)
            {
                return;
            }

            _isFiring = true;
        }

        while (TakeDue() is { } entry)
        {
            entry.OnDue();
        }
    }

    private TimerEntry? TakeDue()
    {
        lock (_gate)
        {
            if (_waiting.Min is { } earliest && earliest.Due <= _time.GetTimestamp())
            {
                _waiting.Remove(earliest);
                return earliest;
            }

            _isFiring = false;
            if (_waiting.Min is { } next)
            {
                Arm(next);
            }

            return null;
        }
    }

    private void Arm(TimerEntry earliest)
    {
        var left = Math.Max(0, earliest.Due - _time.GetTimestamp());
        var milliseconds = Math.Ceiling(left * 1000.0 / _time.TimestampFrequency);

        // An alarm that comes too early arms itself again, so one day is as good as forever.
        _alarm.Change(TimeSpan.FromMilliseconds(Math.Min(milliseconds, 86_400_000)), Timeout.InfiniteTimeSpan);
    }
}

/// <summary>One waiting timer. Ordered by due time, equal ones by the order in which they were started.</summary>
internal sealed class TimerEntry(long due, long sequence, Action onDue) : IComparable<TimerEntry>
{
    internal long Due => due;

    internal Action OnDue => onDue;

    private long Sequence => sequence;

    public int CompareTo(TimerEntry? other)
    {
        var byDue = due.CompareTo(other?.Due ?? long.MinValue);
        return byDue != 0 ? byDue : sequence.CompareTo(other?.Sequence ?? long.MinValue);
    }
}
