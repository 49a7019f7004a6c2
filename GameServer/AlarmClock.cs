namespace GameServer;

/// <summary>
/// The system's clock with a prompt alarm. The runtime's own timers count in ticks of the kernel, often of four milliseconds, and come two
/// to four late: too coarse for a room's flush window. Here a timer is a thread that sleeps until it is due and calls back itself; meant
/// for the one timer behind all timers of an actor system. What comes due while it is at a callback must not wait for that: a second
/// thread, which only watches, has the thread pool call back then. docs/decisions/0039-alarm.md.
/// </summary>
internal sealed class AlarmClock : TimeProvider
{
    private const int WatchMs = 4;
    private const int LateWatchMs = 1;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        new Thread(alarm.Run) { IsBackground = true, Name = "GameServer alarm" }.Start();
        new Thread(alarm.Watch) { IsBackground = true, Name = "GameServer watch" }.Start();
        return alarm;
    }

    private long TicksOf(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds * TimestampFrequency);

    private sealed class Alarm(AlarmClock clock, TimerCallback callback, object? state) : ITimer, IThreadPoolWorkItem
    {
        private readonly object _gate = new();
        private readonly AutoResetEvent _watchIsWanted = new(initialState: false);
        private long _due = long.MaxValue;
        private long _sleepsUntil;
        private bool _isCalling;
        private bool _hasCalled;
        private bool _isWatched;
        private bool _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(period, Timeout.InfiniteTimeSpan);
            lock (_gate)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan
                    ? long.MaxValue
                    : clock.GetTimestamp() + clock.TicksOf(dueTime);
                if (_due < _sleepsUntil)
                {
                    Monitor.Pulse(_gate);
                }

                return !_isDisposed;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                Monitor.Pulse(_gate);
                _watchIsWanted.Set();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>On the alarm's own thread.</summary>
        internal void Run()
        {
            while (SleepUntilDue())
            {
                callback(state);
            }
        }

        /// <summary>On the watch's own thread, which sleeps while nothing is called.</summary>
        internal void Watch()
        {
            while (Look() is { } pause)
            {
                _watchIsWanted.WaitOne(pause);
            }
        }

        void IThreadPoolWorkItem.Execute() => callback(state);

        private bool SleepUntilDue()
        {
            lock (_gate)
            {
                _isCalling = false;
                while (!_isDisposed && _due > clock.GetTimestamp())
                {
                    _sleepsUntil = _due;
                    Monitor.Wait(_gate, MillisecondsUntil(_sleepsUntil));
                    _sleepsUntil = 0;
                }

                _due = long.MaxValue;
                _isCalling = _hasCalled = true;
                if (!_isWatched)
                {
                    _isWatched = true;
                    _watchIsWanted.Set();
                }

                return !_isDisposed;
            }
        }

        // How many milliseconds until it is to look again; null: never.
        private int? Look()
        {
            lock (_gate)
            {
                if (_isDisposed)
                {
                    return null;
                }

                if (_isCalling && _due <= clock.GetTimestamp())
                {
                    _due = long.MaxValue;
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return LateWatchMs;
                }

                _isWatched = _isCalling || _hasCalled;
                _hasCalled = false;
                return _isWatched ? WatchMs : Timeout.Infinite;
            }
        }

        private int MillisecondsUntil(long due)
        {
            if (due == long.MaxValue)
            {
                return Timeout.Infinite;
            }

            var left = Math.Max(0, due - clock.GetTimestamp());
            return (int)Math.Min(int.MaxValue, Math.Ceiling(left * 1000.0 / clock.TimestampFrequency));
        }
    }
}
