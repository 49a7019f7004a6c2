using GameServer.Protocol.Patches;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>Byte strings.</summary>
internal sealed class BytesKind : ValueKind<ByteString>
{
    internal override WireFormat.WireType WireType => WireFormat.WireType.LengthDelimited;

    internal override bool Same(ByteString left, ByteString right) => ReferenceEquals(left, right) || left.Span.SequenceEqual(right.Span);

    internal override bool IsDefault(ByteString value) => value.IsEmpty;

    internal override void Write(PatchWriter writer, ByteString value) => writer.Frame.WriteBytes(value.Span);

    internal override int Size(ByteString value) => PatchWriter.LengthSize(value.Length);

    internal override void Hash(ByteString value, ref HashLanes lanes) => lanes.Bytes(value.Span);
}
