using System.Numerics;

namespace GameServer.Bench.Load.Client;

/// <summary>
/// Counts times in a fixed number of buckets, each at most 1/64 wide of what it holds, so that recording allocates nothing and forgets
/// nothing. In nanoseconds.
/// </summary>
internal sealed class Histogram
{
    private const int FineBits = 6;
    private const int Fine = 1 << FineBits;

    private readonly long[] _counts = new long[(64 - FineBits) * Fine];

    internal long Count { get; private set; }

    internal long Max { get; private set; }

    /// <summary>A negative time counts as none.</summary>
    internal void Record(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        _counts[Bucket(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    internal void Clear()
    {
        Array.Clear(_counts);
        (Count, Max) = (0, 0);
    }

    /// <summary>
    /// The time within which this part of the recorded lies, rounded up to its bucket's end; 0 when nothing was recorded.
    /// </summary>
    internal long Quantile(double part)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(part * Count));
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted)
            {
                return Math.Min(Max, End(bucket));
            }
        }

        return 0;
    }

    private static int Bucket(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - FineBits);
        return (shift * Fine) + (int)(value >> shift);
    }

    private static long End(int bucket)
    {
        var shift = Math.Max(0, (bucket / Fine) - 1);
        return ((bucket - ((long)shift * Fine) + 1) << shift) - 1;
    }
}
