using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Tests.Protocol.Codecs;

/// <summary>Random messages of any type, within the limits of the codecs. The same seed gives the same messages.</summary>
internal sealed class RandomMessages(int seed)
{
    private static readonly string[] Texts =
        ["", "a", "Grüße", "🚀 \"quoted\" \\", "\0\t\n\u001f", "\u2028</script>", "command", "2024-01-01T00:00:00Z", new('x', 300)];

    private readonly Random _random = new(seed);

    internal T Next<T>()
        where T : IMessage, new() => (T)Next(new T(), depth: 0);

    private IMessage Next(IMessage message, int depth)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.RealContainingOneof is null))
        {
            if (_random.Next(3) > 0)
            {
                Fill(message, field, depth);
            }
        }

        foreach (var oneof in message.Descriptor.Oneofs.Where(oneof => !oneof.IsSynthetic))
        {
            if (_random.Next(8) > 0)
            {
                Fill(message, oneof.Fields[_random.Next(oneof.Fields.Count)], depth);
            }
        }

        return message;
    }

    private void Fill(IMessage message, FieldDescriptor field, int depth)
    {
        var count = _random.Next(4);
        if (field.IsMap)
        {
            var map = (System.Collections.IDictionary)field.Accessor.GetValue(message);
            for (var index = 0; index < count; index++)
            {
                map[Value(field.MessageType.FindFieldByNumber(1), depth)] = Value(field.MessageType.FindFieldByNumber(2), depth);
            }
        }
        else if (field.IsRepeated)
        {
            var list = (System.Collections.IList)field.Accessor.GetValue(message);
            for (var index = 0; index < count && depth < 4; index++)
            {
                list.Add(Value(field, depth));
            }
        }
        else if (field.FieldType != FieldType.Message || depth < 4)
        {
            field.Accessor.SetValue(message, Value(field, depth));
        }
    }

    private object Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Message => Next(field.MessageType.Parser.ParseFrom(ByteString.Empty), depth + 1),
        FieldType.Enum => field.EnumType.Values[_random.Next(field.EnumType.Values.Count)].Number,
        FieldType.String => Texts[_random.Next(Texts.Length)],
        FieldType.Bytes => ByteString.CopyFrom(Bytes(_random.Next(20))),
        FieldType.Bool => _random.Next(2) == 1,
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Number(),
        FieldType.UInt64 or FieldType.Fixed64 => Number(),
        FieldType.SInt32 or FieldType.Int32 or FieldType.SFixed32 => (int)Number(),
        FieldType.SInt64 or FieldType.Int64 or FieldType.SFixed64 => (long)Number(),
        FieldType.Double => Real(),
        FieldType.Float => (float)Real(),
        FieldType.Group => throw new NotSupportedException("proto3 has no groups."),
    };

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    // JSON has one NaN only.
    private double Real() => BitConverter.UInt64BitsToDouble(Number()) is var real && double.IsNaN(real) ? double.NaN : real;

    // Small numbers and the ends of the range are likely.
    private ulong Number() => _random.Next(4) switch
    {
        0 => 0,
        1 => (ulong)_random.Next(300),
        2 => ulong.MaxValue - (ulong)_random.Next(2),
        _ => (ulong)_random.NextInt64(),
    };
}
