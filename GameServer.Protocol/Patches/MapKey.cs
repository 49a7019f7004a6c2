using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>Map keys as patches carry them: field 1 of the map entry in its own encoding, tag included, a default key too.</summary>
internal static class MapKey
{
    private const int KeyNumber = 1;

    /// <summary>The key, or false when the bytes are anything but one key of that field's kind.</summary>
    internal static bool TryRead(FieldDescriptor keyField, ByteString bytes, out object key)
    {
        key = false;
        var input = bytes.CreateCodedInput();
        if (input.ReadTag() != WireFormat.MakeTag(KeyNumber, FieldKinds.WireTypeOf(keyField)))
        {
            return false;
        }

        var read = Read(keyField, input);
        if (read is null || !input.IsAtEnd)
        {
            return false;
        }

        key = read;
        return true;
    }

    internal static byte[] Write(FieldDescriptor keyField, object key)
    {
        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream);
        output.WriteTag(KeyNumber, FieldKinds.WireTypeOf(keyField));
        switch (keyField.FieldType)
        {
            case FieldType.Int32: output.WriteInt32((int)key); break;
            case FieldType.Int64: output.WriteInt64((long)key); break;
            case FieldType.UInt32: output.WriteUInt32((uint)key); break;
            case FieldType.UInt64: output.WriteUInt64((ulong)key); break;
            case FieldType.SInt32: output.WriteSInt32((int)key); break;
            case FieldType.SInt64: output.WriteSInt64((long)key); break;
            case FieldType.Fixed32: output.WriteFixed32((uint)key); break;
            case FieldType.Fixed64: output.WriteFixed64((ulong)key); break;
            case FieldType.SFixed32: output.WriteSFixed32((int)key); break;
            case FieldType.SFixed64: output.WriteSFixed64((long)key); break;
            case FieldType.Bool: output.WriteBool((bool)key); break;
            case FieldType.String: output.WriteString((string)key); break;
        }

        output.Flush();
        return stream.ToArray();
    }

    private static object? Read(FieldDescriptor keyField, CodedInputStream input) => keyField.FieldType switch
    {
        FieldType.Int32 => input.ReadInt32(),
        FieldType.Int64 => input.ReadInt64(),
        FieldType.UInt32 => input.ReadUInt32(),
        FieldType.UInt64 => input.ReadUInt64(),
        FieldType.SInt32 => input.ReadSInt32(),
        FieldType.SInt64 => input.ReadSInt64(),
        FieldType.Fixed32 => input.ReadFixed32(),
        FieldType.Fixed64 => input.ReadFixed64(),
        FieldType.SFixed32 => input.ReadSFixed32(),
        FieldType.SFixed64 => input.ReadSFixed64(),
        FieldType.Bool => input.ReadBool(),
        FieldType.String => input.ReadString(),
        FieldType.Float or FieldType.Double or FieldType.Bytes or FieldType.Enum or FieldType.Message or FieldType.Group => null,
    };
}
