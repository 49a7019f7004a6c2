using System.Runtime.CompilerServices;

namespace GameServer.Rooms;

/// <summary>
/// How long the last few hundred ticks of a room took, as shares of the time between two, in steps of half an octave. Elder ones fade.
/// Pure; used on the room's turn.
/// </summary>
internal sealed class TickHistogram
{
    private const int Steps = 24;
    private const int StepsPerOctave = 2;

    /// <summary>Of a share of 1/256; what is smaller counts as that.</summary>
    private const int Lowest = -8 * StepsPerOctave;

    private const int RecentMax = 512;

    private Counts _counts;
    private int _total;

    internal void Add(double share)
    {
        // The exponent of the square is that of the share in half octaves.
        _counts[Math.Clamp(Math.ILogB(share * share) - Lowest, 0, Steps - 1)]++;
        if (++_total == RecentMax)
        {
            Fade();
        }
    }

    /// <summary>The share that so large a part of the ticks did not exceed, rounded up to a whole step; null: there was none.</summary>
    /// <param name="part">From 0 to 1; 0.99 is the 99th percentile.</param>
    internal double? Percentile(double part)
    {
        var wanted = Math.Max(1, Math.Ceiling(part * _total));
        for (var (step, seen) = (0, 0); step < Steps; step++)
        {
            seen += _counts[step];
            if (seen >= wanted)
            {
                return Math.Pow(2, (double)(step + 1 + Lowest) / StepsPerOctave);
            }
        }

        return null;
    }

    private void Fade()
    {
        _total = 0;
        foreach (ref var count in (Span<ushort>)_counts)
        {
            count /= 2;
            _total += count;
        }
    }

    [InlineArray(Steps)]
    private struct Counts
    {
        private ushort _first;
    }
}
