using GameServer.Actors;

namespace GameServer.Tests.Simulation;

/// <summary>The one source of chance of a simulation: all that is drawn from it, in order, is decided by the seed.</summary>
internal sealed class SimRandom(ulong seed)
{
    private readonly SplitMix64 _source = new(seed);

    internal ulong Next() => _source.Next();

    /// <summary>0 to count - 1.</summary>
    internal int Below(int count) => (int)(_source.Next() % (ulong)count);

    /// <summary>From the first to the last, both included.</summary>
    internal int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>True once in so many times.</summary>
    internal bool OneIn(int count) => Below(count) == 0;

    internal bool Chance(int percent) => Below(100) < percent;

    internal T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A time up to the longest, short ones far more often than long ones.</summary>
    internal TimeSpan Time(TimeSpan longest)
    {
        var share = Below(1_000_001) / 1_000_000.0;
        return TimeSpan.FromTicks((long)(longest.Ticks * share * share * share));
    }

    /// <summary>A time between the two.</summary>
    internal TimeSpan Between(TimeSpan shortest, TimeSpan longest) =>
        shortest + TimeSpan.FromTicks((long)(_source.Next() % (ulong)((longest - shortest).Ticks + 1)));
}
