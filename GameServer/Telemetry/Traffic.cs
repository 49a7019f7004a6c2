using System.Runtime.InteropServices;

namespace GameServer.Telemetry;

/// <summary>
/// How much has gone through this node since it started. Written and read from any thread. Each thread counts in cells that it shares with
/// few others, so that counting does not carry cache lines from core to core; who reads adds them up.
/// </summary>
internal sealed class Traffic
{
    private const int CellsCount = 16;

    private readonly Cell[] _cells = new Cell[CellsCount];
    private long _fenced;
    private long _behind;

    /// <summary>Commands that reached a room's mailbox.</summary>
    internal long Commands => Sum(static (ref Cell cell) => ref cell.Commands);

    /// <summary>Updates put into members' outboxes: one for each member.</summary>
    internal long Deliveries => Sum(static (ref Cell cell) => ref cell.Deliveries);

    /// <summary>Turns that rooms have run.</summary>
    internal long Turns => Sum(static (ref Cell cell) => ref cell.Turns);

    /// <summary>Turns that were run because a tick or a timer was due.</summary>
    internal long TimedTurns => Sum(static (ref Cell cell) => ref cell.TimedTurns);

    /// <summary>How late all of them began, together.</summary>
    internal TimeSpan Lateness => TimeSpan.FromTicks(Sum(static (ref Cell cell) => ref cell.LateTicks));

    /// <summary>Pieces of output that came from an activation which had been overtaken, and were dropped.</summary>
    internal long Fenced => Interlocked.Read(ref _fenced);

    /// <summary>How often a member got no more updates because too much waited for it, until a snapshot.</summary>
    internal long Behind => Interlocked.Read(ref _behind);

    private ref Cell Own => ref _cells[Environment.CurrentManagedThreadId % CellsCount];

    private delegate ref long Figure(ref Cell cell);

    /// <summary>How late the latest of them began since this was asked last.</summary>
    internal TimeSpan TakeLatest()
    {
        var latest = 0L;
        foreach (ref var cell in _cells.AsSpan())
        {
            latest = Math.Max(latest, Interlocked.Exchange(ref cell.LatestTicks, 0));
        }

        return TimeSpan.FromTicks(latest);
    }

    internal void CountTimedTurn(TimeSpan late)
    {
        ref var own = ref Own;
        Interlocked.Increment(ref own.TimedTurns);
        Interlocked.Add(ref own.LateTicks, late.Ticks);
        var latest = Interlocked.Read(ref own.LatestTicks);
        while (late.Ticks > latest)
        {
            var found = Interlocked.CompareExchange(ref own.LatestTicks, late.Ticks, latest);
            if (found == latest)
            {
                return;
            }

            latest = found;
        }
    }

    internal void CountCommand() => Interlocked.Increment(ref Own.Commands);

    internal void CountDeliveries(int members) => Interlocked.Add(ref Own.Deliveries, members);

    internal void CountBehind() => Interlocked.Increment(ref _behind);

    internal void CountFenced() => Interlocked.Increment(ref _fenced);

    internal void CountTurn() => Interlocked.Increment(ref Own.Turns);

    private long Sum(Figure figure)
    {
        var sum = 0L;
        foreach (ref var cell in _cells.AsSpan())
        {
            sum += Interlocked.Read(ref figure(ref cell));
        }

        return sum;
    }

    /// <summary>As large as two cache lines, which processors fetch together.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Cell
    {
        internal long Commands;
        internal long Deliveries;
        internal long Turns;
        internal long TimedTurns;
        internal long LateTicks;
        internal long LatestTicks;
    }
}
