using System.Buffers;
using System.Text;

namespace GameServer.Protocol.Patches;

/// <summary>
/// The state hash of docs/STATE-PATCHES.md while it is being computed: MurmurHash3 (x86, 32 bit) over a stream of 32-bit words, twice,
/// with two seeds. Two narrow lanes and not one of 64 bits, because JavaScript multiplies 32-bit integers natively and 64-bit ones
/// not at all.
/// </summary>
internal struct HashLanes
{
    internal const uint SeedA = 0x47616d65;
    internal const uint SeedB = 0x53727672;

    private const int StackBytesMax = 256;

    private uint _a;
    private uint _b;
    private uint _words;

    internal static HashLanes Start() => new() { _a = SeedA, _b = SeedB };

    internal void Word(uint word)
    {
        var mixed = Scramble(word);
        _a = Absorb(_a, mixed);
        _b = Absorb(_b, mixed);
        _words++;
    }

    internal void Long(ulong value)
    {
        Word((uint)value);
        Word((uint)(value >> 32));
    }

    /// <summary>-0 counts as 0 and every NaN as the quiet one: runtimes do not agree on keeping them.</summary>
    internal static uint Canonical(float value) =>
        value == 0 ? 0 : float.IsNaN(value) ? 0x7fc00000u : (uint)BitConverter.SingleToInt32Bits(value);

    /// <inheritdoc cref="Canonical(float)"/>
    internal static ulong Canonical(double value) =>
        value == 0 ? 0 : double.IsNaN(value) ? 0x7ff8000000000000u : (ulong)BitConverter.DoubleToInt64Bits(value);

    /// <summary>A finished part: each lane goes on with its own half.</summary>
    internal void Digest(HashDigest part)
    {
        _a = Absorb(_a, Scramble(part.A));
        _b = Absorb(_b, Scramble(part.B));
        _words++;
    }

    internal void Bytes(ReadOnlySpan<byte> bytes)
    {
        Word((uint)bytes.Length);
        while (bytes.Length >= 4)
        {
            Word(bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16) | ((uint)bytes[3] << 24));
            bytes = bytes[4..];
        }

        if (bytes.Length == 0)
        {
            return;
        }

        uint last = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            last |= (uint)bytes[i] << (8 * i);
        }

        Word(last);
    }

    internal void Text(string text)
    {
        var bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (bytesMax <= StackBytesMax)
        {
            Span<byte> near = stackalloc byte[StackBytesMax];
            Bytes(near[..Encoding.UTF8.GetBytes(text, near)]);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(bytesMax);
        Bytes(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    internal readonly HashDigest Finish() => new(Finalize(_a ^ (_words * 4)), Finalize(_b ^ (_words * 4)));

    private static uint Scramble(uint word)
    {
        word = unchecked(word * 0xcc9e2d51);
        return unchecked(Rotate(word, 15) * 0x1b873593);
    }

    private static uint Absorb(uint lane, uint mixed) => unchecked((Rotate(lane ^ mixed, 13) * 5) + 0xe6546b64);

    private static uint Rotate(uint value, int by) => (value << by) | (value >> (32 - by));

    private static uint Finalize(uint lane)
    {
        lane ^= lane >> 16;
        lane = unchecked(lane * 0x85ebca6b);
        lane ^= lane >> 13;
        lane = unchecked(lane * 0xc2b2ae35);
        return lane ^ (lane >> 16);
    }
}
