using System.Runtime.InteropServices;

namespace GameServer.Telemetry;

/// <summary>
/// A sum that any thread adds to without a lock. Each thread adds to a cell that it shares with few others, for the reason that
/// <see cref="Traffic"/> has.
/// </summary>
internal sealed class StripedSum
{
    private const int CellsCount = 16;

    private readonly Cell[] _cells = new Cell[CellsCount];

    internal double Value
    {
        get
        {
            var sum = 0.0;
            foreach (ref var cell in _cells.AsSpan())
            {
                sum += Volatile.Read(ref cell.Sum);
            }

            return sum;
        }
    }

    internal void Add(double value)
    {
        ref var sum = ref _cells[Environment.CurrentManagedThreadId % CellsCount].Sum;
        var before = Volatile.Read(ref sum);
        while (true)
        {
            var found = Interlocked.CompareExchange(ref sum, before + value, before);
            if (found.Equals(before))
            {
                return;
            }

            before = found;
        }
    }

    /// <summary>As large as two cache lines, which processors fetch together.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Cell
    {
        internal double Sum;
    }
}
