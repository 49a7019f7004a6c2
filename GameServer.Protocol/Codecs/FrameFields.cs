using Google.Protobuf;

namespace GameServer.Protocol.Codecs;

/// <summary>Fields of a message in the making, each with its tag.</summary>
internal static class FrameFields
{
    /// <summary>An integer; nothing when it is 0, which is what is read where nothing is.</summary>
    internal static void WriteNumber(this FrameWriter target, int field, ulong value)
    {
        if (value != 0)
        {
            target.WriteTag(field, WireFormat.WireType.Varint);
            target.WriteVarint(value);
        }
    }

    internal static void WriteFixed64(this FrameWriter target, int field, ulong value)
    {
        target.WriteTag(field, WireFormat.WireType.Fixed64);
        target.WriteFixed64(value);
    }

    internal static void WriteBytes(this FrameWriter target, int field, ReadOnlySpan<byte> value)
    {
        target.WriteTag(field, WireFormat.WireType.LengthDelimited);
        target.WriteBytes(value);
    }

    internal static void WriteMessage(this FrameWriter target, int field, IMessage value)
    {
        target.WriteTag(field, WireFormat.WireType.LengthDelimited);
        var size = value.CalculateSize();
        target.WriteVarint((uint)size);
        value.WriteTo(target.GetSpan(size).Slice(0, size));
        target.Advance(size);
    }

    /// <summary>Opens a message; see <see cref="FrameWriter.BeginLength"/>.</summary>
    internal static int BeginLength(this FrameWriter target, int field)
    {
        target.WriteTag(field, WireFormat.WireType.LengthDelimited);
        return target.BeginLength();
    }
}
