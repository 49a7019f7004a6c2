namespace GameServer;

/// <summary>
/// The system's clock with a prompt alarm. The runtime's own timers count in ticks of the kernel, often of four milliseconds, and come two
/// to four late: too coarse for a room's flush window. Here a timer is a thread that sleeps until it is due and has the thread pool call
/// back; meant for the one timer behind all timers of an actor system.
/// </summary>
internal sealed class AlarmClock : TimeProvider
{
    /// <summary>
    /// How long it sleeps after it rang, at most. Whoever it called sets it again soon, mostly for much later: for that nobody has to wake
    /// it.
    /// </summary>
    private static readonly TimeSpan _nap = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        new Thread(alarm.Run) { IsBackground = true, Name = "GameServer alarm" }.Start();
        return alarm;
    }

    private long TicksOf(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds * TimestampFrequency);

    private sealed class Alarm(AlarmClock clock, TimerCallback callback, object? state) : ITimer, IThreadPoolWorkItem
    {
        private readonly object _gate = new();
        private long _due = long.MaxValue;
        private long _sleepsUntil;
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
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>On its own thread, which only ever sleeps: what is due must not wait for the turns of what was due before.</summary>
        internal void Run()
        {
            lock (_gate)
            {
                while (!_isDisposed)
                {
                    var now = clock.GetTimestamp();
                    _sleepsUntil = _due;
                    if (_due <= now)
                    {
                        _due = long.MaxValue;
                        _sleepsUntil = now + clock.TicksOf(_nap);
                        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    }

                    Monitor.Wait(_gate, MillisecondsUntil(_sleepsUntil));
                    _sleepsUntil = 0;
                }
            }
        }

        void IThreadPoolWorkItem.Execute() => callback(state);

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
