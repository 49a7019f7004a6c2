using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>A row that is replaced, as the bytes of its map field: an entry made of the row's key bytes and value bytes.</summary>
internal static class MapEntry
{
    private const int ValueNumber = 2;

    internal static ByteString Encode(FieldDescriptor map, RowPatch row)
    {
        var length = row.Key.Length + row.Replace.Length;
        var bytes = new byte[
            CodedOutputStream.ComputeTagSize(map.FieldNumber) + CodedOutputStream.ComputeLengthSize(length) + length];
        var output = new CodedOutputStream(bytes);
        output.WriteTag(map.FieldNumber, WireFormat.WireType.LengthDelimited);
        output.WriteLength(length);
        output.Flush();
        row.Key.Span.CopyTo(bytes.AsSpan(bytes.Length - length));
        row.Replace.Span.CopyTo(bytes.AsSpan(bytes.Length - row.Replace.Length));
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>Whether the bytes are the entry's value field and nothing else (another field there could change the key).</summary>
    internal static bool IsValue(FieldDescriptor map, ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        if (input.ReadTag() != WireFormat.MakeTag(ValueNumber, FieldKinds.WireTypeOf(FieldKinds.ValueOf(map))))
        {
            return false;
        }

        input.SkipLastField();
        return input.IsAtEnd;
    }
}
