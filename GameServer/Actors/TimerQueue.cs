namespace GameServer.Actors;

/// <summary>
/// All timers of one actor system, driven by one timer of the time provider that is armed for the earliest. From any thread. What is due is
/// fired in order, a batch at a time, by the thread that ran the turns of the batch before; one that is at its turns for longer than some
/// milliseconds is joined by another.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    private const int BatchMax = InlineScheduler.TurnsMax;
    private const double DayMs = 86_400_000;
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly IMailboxScheduler _scheduler;
    private readonly Lock _gate = new();
    private readonly TimerWheel _waiting;
    private readonly TimerEntry[] _batch = new TimerEntry[BatchMax];
    private readonly ITimer _alarm;
    private long _alarmDue = long.MaxValue;
    private bool _isFiring;
    private bool _isDisposed;

    internal TimerQueue(TimeProvider time, IMailboxScheduler scheduler)
    {
        _time = time;
        _scheduler = scheduler;
        _waiting = new TimerWheel(time.TimestampFrequency, time.GetTimestamp());
        _alarm = time.CreateTimer(static queue => ((TimerQueue)queue!).OnAlarm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
        var entry = new Callback(onDue);
        Start(entry, delay);
        return entry;
    }

    /// <summary>Starts one that does not wait.</summary>
    internal void Start(TimerEntry entry, TimeSpan delay)
    {
        var due = DueAfter(delay);
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _waiting.Add(entry, due);
                ArmFor(due);
            }
        }
    }

    /// <summary>Starts one that waits again; false when it does not wait any more: it is due or was removed.</summary>
    internal bool TryRestart(TimerEntry entry, TimeSpan delay)
    {
        var due = DueAfter(delay);
        lock (_gate)
        {
            if (entry.Place == TimerEntry.NotWaiting)
            {
                return false;
            }

            _waiting.Move(entry, due);
            ArmFor(due);
            return true;
        }
    }

    /// <summary>False when it did not wait any more.</summary>
    internal bool Remove(TimerEntry entry)
    {
        lock (_gate)
        {
            if (entry.Place == TimerEntry.NotWaiting)
            {
                return false;
            }

            _waiting.Remove(entry);
            return true;
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

    private void OnAlarm()
    {
        lock (_gate)
        {
            _alarmDue = long.MaxValue;
        }

        while (FireBatch())
        {
        }
    }

    /// <summary>
    /// Fires a batch and runs what it wakes. True when more may be due; false also when another thread is at it.
    /// </summary>
    private bool FireBatch()
    {
        lock (_gate)
        {
            // Two batches at once would deliver out of order. The alarm is armed again by the thread that is at it.
            if (_isFiring)
            {
                return false;
            }

            _isFiring = true;
        }

        _scheduler.Hold();
        try
        {
            return FireDue() == BatchMax;
        }
        finally
        {
            _scheduler.Release();
        }
    }

    private int FireDue()
    {
        var count = TakeDue();
        for (var index = 0; index < count; index++)
        {
            _batch[index].OnDue();
        }

        Array.Clear(_batch, 0, count);
        lock (_gate)
        {
            _isFiring = false;

            // What is due by now waits a little, to be fired with what is due soon: of thousands of timers the next is always due by now,
            // and waking a thread costs more than many turns. If this thread is still at its turns then, another joins it.
            var earliest = _waiting.EarliestDue;
            ArmFor(earliest <= _time.GetTimestamp() ? DueAfter(_patience) : earliest);
        }

        return count;
    }

    private int TakeDue()
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            var count = 0;
            while (count < BatchMax && _waiting.TakeDue(now) is { } due)
            {
                _batch[count++] = due;
            }

            return count;
        }
    }

    /// <summary>Within the gate. An alarm that comes too early arms itself again, so one day is as good as forever.</summary>
    private void ArmFor(long due)
    {
        if (_isFiring || _isDisposed || due >= _alarmDue)
        {
            return;
        }

        _alarmDue = due;
        var left = Math.Max(0, due - _time.GetTimestamp());
        var milliseconds = Math.Ceiling(left * 1000.0 / _time.TimestampFrequency);
        _alarm.Change(TimeSpan.FromMilliseconds(Math.Min(milliseconds, DayMs)), Timeout.InfiniteTimeSpan);
    }

    private sealed class Callback(Action onDue) : TimerEntry
    {
        internal override void OnDue() => onDue();
    }
}
