namespace GameServer.Telemetry;

/// <summary>How much has gone through this node since it started. Written and read from any thread.</summary>
internal sealed class Traffic
{
    private long _commands;
    private long _deliveries;
    private long _turns;
    private long _timedTurns;
    private long _lateTicks;
    private long _latestTicks;

    /// <summary>Commands that reached a room's mailbox.</summary>
    internal long Commands => Interlocked.Read(ref _commands);

    /// <summary>Updates put into members' outboxes: one for each member.</summary>
    internal long Deliveries => Interlocked.Read(ref _deliveries);

    /// <summary>Turns that rooms have run.</summary>
    internal long Turns => Interlocked.Read(ref _turns);

    /// <summary>Turns that were run because a tick or a timer was due.</summary>
    internal long TimedTurns => Interlocked.Read(ref _timedTurns);

    /// <summary>How late all of them began, together.</summary>
    internal TimeSpan Lateness => TimeSpan.FromTicks(Interlocked.Read(ref _lateTicks));

    /// <summary>How late the latest of them began since this was asked last.</summary>
    internal TimeSpan TakeLatest() => TimeSpan.FromTicks(Interlocked.Exchange(ref _latestTicks, 0));

    internal void CountTimedTurn(TimeSpan late)
    {
        Interlocked.Increment(ref _timedTurns);
        Interlocked.Add(ref _lateTicks, late.Ticks);
        var latest = Interlocked.Read(ref _latestTicks);
        while (late.Ticks > latest)
        {
            var found = Interlocked.CompareExchange(ref _latestTicks, late.Ticks, latest);
            if (found == latest)
            {
                return;
            }

            latest = found;
        }
    }

    internal void CountCommand() => Interlocked.Increment(ref _commands);

    internal void CountDeliveries(int members) => Interlocked.Add(ref _deliveries, members);

    internal void CountTurn() => Interlocked.Increment(ref _turns);
}
