using GameServer.Protocol.Codecs;
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

    internal static void Write(FieldDescriptor keyField, object key, FrameWriter output)
    {
        output.WriteTag(KeyNumber, FieldKinds.WireTypeOf(keyField));
        switch (keyField.FieldType)
        {
            case FieldType.Int32: output.WriteVarint((ulong)(int)key); break;
            case FieldType.Int64: output.WriteVarint((ulong)(long)key); break;
            case FieldType.UInt32: output.WriteVarint((uint)key); break;
            case FieldType.UInt64: output.WriteVarint((ulong)key); break;
            case FieldType.SInt32: output.WriteVarint(ZigZag((int)key)); break;
            case FieldType.SInt64: output.WriteVarint(ZigZag((long)key)); break;
            case FieldType.Fixed32: output.WriteFixed32((uint)key); break;
            case FieldType.Fixed64: output.WriteFixed64((ulong)key); break;
            case FieldType.SFixed32: output.WriteFixed32((uint)(int)key); break;
            case FieldType.SFixed64: output.WriteFixed64((ulong)(long)key); break;
            case FieldType.Bool: output.WriteVarint((bool)key ? 1u : 0u); break;
            case FieldType.String: output.WriteText((string)key); break;
        }
    }

    private static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

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
