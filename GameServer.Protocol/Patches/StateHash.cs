using System.Collections;
using GameServer.Protocol.Codecs;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>
/// The language-neutral hash of a state, as docs/STATE-PATCHES.md defines it. Known fields only, maps whatever their order. Two states
/// that are equal hash alike in every implementation whose <see cref="SchemaFingerprint"/> is the same.
/// </summary>
public static class StateHash
{
    /// <summary>The hash of the message and everything in it.</summary>
    public static ulong Compute(IMessage state) => Message(state).ToUInt64();

    private static HashDigest Message(IMessage message)
    {
        var lanes = HashLanes.Start();
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            Field(message, field, ref lanes);
        }

        return lanes.Finish();
    }

    private static void Field(IMessage message, FieldDescriptor field, ref HashLanes lanes)
    {
        if (field.HasPresence && !field.Accessor.HasValue(message))
        {
            return;
        }

        var value = field.Accessor.GetValue(message);
        if (field.IsMap)
        {
            Map(field, (IDictionary)value, ref lanes);
        }
        else if (field.IsRepeated)
        {
            Repeated(field, (IList)value, ref lanes);
        }
        else if (field.HasPresence || !IsDefault(value))
        {
            lanes.Word((uint)field.FieldNumber);
            Value(field, value, ref lanes);
        }
    }

    private static void Map(FieldDescriptor field, IDictionary rows, ref HashLanes lanes)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var keyField = FieldKinds.KeyOf(field);
        var valueField = FieldKinds.ValueOf(field);
        var key = new FrameWriter();
        var sum = default(HashDigest);
        foreach (DictionaryEntry row in rows)
        {
            var rowLanes = HashLanes.Start();
            key.Clear();
            MapKey.Write(keyField, row.Key, key);
            rowLanes.Bytes(key.Written);
            Value(valueField, row.Value!, ref rowLanes);
            sum += rowLanes.Finish();
        }

        lanes.Word((uint)field.FieldNumber);
        lanes.Word((uint)rows.Count);
        lanes.Digest(sum);
    }

    private static void Repeated(FieldDescriptor field, IList items, ref HashLanes lanes)
    {
        if (items.Count == 0)
        {
            return;
        }

        var itemLanes = HashLanes.Start();
        foreach (var item in items)
        {
            Value(field, item, ref itemLanes);
        }

        lanes.Word((uint)field.FieldNumber);
        lanes.Word((uint)items.Count);
        lanes.Digest(itemLanes.Finish());
    }

    private static void Value(FieldDescriptor field, object value, ref HashLanes lanes)
    {
        if (value is IMessage message)
        {
            lanes.Digest(Message(message));
        }
        else if (field.FieldType == FieldType.Message)
        {
            // A wrapper: the runtime shows its value where the schema has a message with one field.
            var wrapper = HashLanes.Start();
            if (!IsDefault(value))
            {
                wrapper.Word(1);
                Scalar(value, ref wrapper);
            }

            lanes.Digest(wrapper.Finish());
        }
        else
        {
            Scalar(value, ref lanes);
        }
    }

    private static void Scalar(object value, ref HashLanes lanes)
    {
        switch (value)
        {
            case bool flag: lanes.Word(flag ? 1u : 0u); break;
            case int number: lanes.Word((uint)number); break;
            case uint number: lanes.Word(number); break;
            case long number: lanes.Long((ulong)number); break;
            case ulong number: lanes.Long(number); break;
            case float number: lanes.Word(HashLanes.Canonical(number)); break;
            case double number: lanes.Long(HashLanes.Canonical(number)); break;
            case string text: lanes.Text(text); break;
            case ByteString bytes: lanes.Bytes(bytes.Span); break;
            case Enum: lanes.Word((uint)(int)value); break;
            default: throw new InvalidOperationException($"A state holds no values of {value.GetType()}.");
        }
    }

    private static bool IsDefault(object value) => value switch
    {
        bool flag => !flag,
        int number => number == 0,
        uint number => number == 0,
        long number => number == 0,
        ulong number => number == 0,
        float number => number == 0,
        double number => number == 0,
        string text => text.Length == 0,
        ByteString bytes => bytes.IsEmpty,
        Enum => (int)value == 0,
        _ => false,
    };
}
