using GameServer.Protocol.Patches;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>All kinds of numbers, bool and enums: values that fit into 64 bits.</summary>
/// <param name="wireType">Varint, Fixed32 or Fixed64.</param>
/// <param name="wire">The bits as they are written.</param>
/// <param name="hashed">The bits as they are hashed: sign-extended and not zigzag, -0 as 0, one NaN.</param>
/// <param name="wide">Hashed as two words.</param>
internal sealed class NumberKind<TValue>(
    WireFormat.WireType wireType, Func<TValue, ulong> wire, Func<TValue, ulong> hashed, bool wide) : ValueKind<TValue>
{
    private static bool IsReal => typeof(TValue) == typeof(float) || typeof(TValue) == typeof(double);

    internal override WireFormat.WireType WireType => wireType;

    /// <summary>Floats compare bit by bit, so that NaN equals itself and -0 differs from 0.</summary>
    internal override bool Same(TValue left, TValue right) => IsReal
        ? wire(left) == wire(right)
        : EqualityComparer<TValue>.Default.Equals(left, right);

    internal override bool IsDefault(TValue value) => wire(value) == 0;

    internal override bool HashesAsDefault(TValue value) => hashed(value) == 0;

    internal override bool IsUnmergeable(TValue value) => IsReal && hashed(value) == 0 && wire(value) != 0;

    internal override void Write(PatchWriter writer, TValue value)
    {
        if (wireType == WireFormat.WireType.Varint)
        {
            writer.Frame.WriteVarint(wire(value));
        }
        else if (wireType == WireFormat.WireType.Fixed32)
        {
            writer.Frame.WriteFixed32((uint)wire(value));
        }
        else
        {
            writer.Frame.WriteFixed64(wire(value));
        }
    }

    internal override int Size(TValue value) =>
        wireType == WireFormat.WireType.Varint ? PatchWriter.VarintSize(wire(value)) : wireType == WireFormat.WireType.Fixed32 ? 4 : 8;

    internal override void Hash(TValue value, ref HashLanes lanes)
    {
        if (wide)
        {
            lanes.Long(hashed(value));
        }
        else
        {
            lanes.Word((uint)hashed(value));
        }
    }
}
