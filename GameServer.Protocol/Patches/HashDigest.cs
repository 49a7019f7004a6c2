namespace GameServer.Protocol.Patches;

/// <summary>A finished state hash in its two 32-bit lanes. Rows of a map are summed lane by lane, so their order does not matter.</summary>
internal readonly record struct HashDigest(uint A, uint B)
{
    public static HashDigest operator +(HashDigest left, HashDigest right) => new(unchecked(left.A + right.A), unchecked(left.B + right.B));

    public static HashDigest operator -(HashDigest left, HashDigest right) => new(unchecked(left.A - right.A), unchecked(left.B - right.B));

    internal ulong ToUInt64() => ((ulong)A << 32) | B;
}
