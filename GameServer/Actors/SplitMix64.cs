namespace GameServer.Actors;

/// <summary>
/// Sebastiano Vigna's SplitMix64 (https://prng.di.unimi.it/splitmix64.c): a small, well-spread generator whose whole state is one number.
/// Not for secrets: one output gives away the next.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>The seed of one of many sources made from this seed; those of other seeds or indexes are unrelated.</summary>
    internal static ulong Derive(ulong seed, ulong index) => new SplitMix64(unchecked(seed ^ new SplitMix64(index).Next())).Next();
}
