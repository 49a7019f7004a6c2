using System.Numerics;

namespace GameServer.Authoring;

/// <summary>A room's seeded random source: same seed, same numbers, on every machine. Used on the room's turn only.</summary>
/// <remarks>
/// xoshiro256** 1.0 by David Blackman and Sebastiano Vigna ("Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47:4, 2021),
/// filled from the seed by SplitMix64. Not for secrets. A turn that is rolled back gives its numbers back.
/// </remarks>
public sealed class RoomRandom : Random
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    internal RoomRandom(ulong seed) : base(0)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>Where the source stands: whoever sets it gets the same numbers again.</summary>
    internal RandomPosition Position
    {
        get => new(_s0, _s1, _s2, _s3);
        set => (_s0, _s1, _s2, _s3) = (value.S0, value.S1, value.S2, value.S3);
    }

    /// <inheritdoc />
    public override int Next() => (int)Below(int.MaxValue);

    /// <inheritdoc />
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)Below((ulong)maxValue);
    }

    /// <inheritdoc />
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)Below((ulong)((long)maxValue - minValue)));
    }

    /// <inheritdoc />
    public override long NextInt64() => (long)Below(long.MaxValue);

    /// <inheritdoc />
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Below((ulong)maxValue);
    }

    /// <inheritdoc />
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return unchecked(minValue + (long)Below((ulong)maxValue - (ulong)minValue));
    }

    /// <inheritdoc />
    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc />
    public override float NextSingle() => (NextBits() >> 40) * (1.0f / (1U << 24));

    /// <inheritdoc />
    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    /// <inheritdoc />
    public override void NextBytes(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var bits = NextBits();
            for (var index = 0; index < 8 && buffer.Length > 0; index++)
            {
                buffer[0] = (byte)(bits >> (8 * index));
                buffer = buffer[1..];
            }
        }
    }

    /// <inheritdoc />
    protected override double Sample() => NextDouble();

    private static ulong SplitMix(ref ulong seed)
    {
        var mixed = seed += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    private ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform below the bound: the product's high half, redrawn where its low half would make some values likelier.</summary>
    private ulong Below(ulong bound)
    {
        if (bound == 0)
        {
            return 0;
        }

        var threshold = unchecked(0 - bound) % bound;
        while (true)
        {
            var high = Math.BigMul(NextBits(), bound, out var low);
            if (low >= threshold)
            {
                return high;
            }
        }
    }
}

/// <summary>A random source's whole inner state.</summary>
internal readonly record struct RandomPosition(ulong S0, ulong S1, ulong S2, ulong S3);
