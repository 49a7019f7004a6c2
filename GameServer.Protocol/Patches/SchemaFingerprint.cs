using System.Text;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>
/// A number for the shape of a state message: names, numbers, kinds and presence of its fields, and of all messages in it. State hashes
/// of two programs are comparable when their fingerprints are equal. docs/STATE-PATCHES.md defines the text it is the hash of.
/// </summary>
public static class SchemaFingerprint
{
    /// <summary>The fingerprint of a state message.</summary>
    public static ulong Of(MessageDescriptor state)
    {
        var lanes = HashLanes.Start();
        lanes.Text(Describe(state));
        return lanes.Finish().ToUInt64();
    }

    /// <summary>The text that <see cref="Of"/> hashes, for finding out where two schemas differ.</summary>
    public static string Describe(MessageDescriptor state)
    {
        var text = new StringBuilder();
        var seen = new HashSet<string> { state.FullName };
        var waiting = new Queue<MessageDescriptor>();
        waiting.Enqueue(state);
        while (waiting.Count > 0)
        {
            var message = waiting.Dequeue();
            text.Append(message.FullName).Append('\n');
            foreach (var field in message.Fields.InFieldNumberOrder())
            {
                text.Append(field.FieldNumber).Append(' ').Append(field.Name).Append(' ').Append(Kind(field)).Append('\n');
                var value = field.IsMap ? FieldKinds.ValueOf(field) : field;
                if (value.FieldType == FieldType.Message && seen.Add(value.MessageType.FullName))
                {
                    waiting.Enqueue(value.MessageType);
                }
            }
        }

        return text.ToString();
    }

    private static string Kind(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            return $"map {TypeName(FieldKinds.KeyOf(field))} {TypeName(FieldKinds.ValueOf(field))}";
        }

        var cardinality = field.IsRepeated ? "repeated" : field.HasPresence ? "explicit" : "implicit";
        return $"{cardinality} {TypeName(field)}";
    }

    private static string TypeName(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        FieldType.Group => "group",
        FieldType.Double => "double",
        FieldType.Float => "float",
        FieldType.Int64 => "int64",
        FieldType.UInt64 => "uint64",
        FieldType.Int32 => "int32",
        FieldType.Fixed64 => "fixed64",
        FieldType.Fixed32 => "fixed32",
        FieldType.Bool => "bool",
        FieldType.String => "string",
        FieldType.Bytes => "bytes",
        FieldType.UInt32 => "uint32",
        FieldType.SFixed32 => "sfixed32",
        FieldType.SFixed64 => "sfixed64",
        FieldType.SInt32 => "sint32",
        FieldType.SInt64 => "sint64",
    };
}
