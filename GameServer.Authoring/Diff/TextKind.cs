using System.Text;
using GameServer.Protocol.Patches;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>Strings, written and hashed as UTF-8.</summary>
internal sealed class TextKind : ValueKind<string>
{
    internal override WireFormat.WireType WireType => WireFormat.WireType.LengthDelimited;

    internal override bool Same(string left, string right) => string.Equals(left, right);

    internal override bool IsDefault(string value) => value.Length == 0;

    internal override void Write(PatchWriter writer, string value) => writer.Frame.WriteText(value);

    internal override int Size(string value) => PatchWriter.LengthSize(Encoding.UTF8.GetByteCount(value));

    internal override void Hash(string value, ref HashLanes lanes) => lanes.Text(value);
}
