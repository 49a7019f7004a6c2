using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace GameServer.Tests.Authoring.Diff;

/// <summary>Random states and random edits of them, for any message type. They stay small however often they are edited.</summary>
internal sealed class RandomStates(int seed)
{
    private const int DepthMax = 3;
    private const int ItemsMax = 4;

    private static readonly string[] Texts = ["", "", "a", "ship", "Grüße", "🚀 \"\\", "\0\t\u2028", new('x', 70), new('é', 200)];

    private readonly Random _random = new(seed);

    internal T Next<T>()
        where T : class, IMessage<T>, new()
    {
        var state = new T();
        Edit(state, 0, _random.Next(30));
        return state;
    }

    /// <summary>Changes some fields, at any depth; perhaps back to what they were.</summary>
    internal void Edit(IMessage state) => Edit(state, 0, 1 + _random.Next(4));

    private void Edit(IMessage message, int depth, int fields)
    {
        var all = message.Descriptor.Fields.InFieldNumberOrder();
        for (var i = 0; i < fields && all.Count > 0; i++)
        {
            var field = all[_random.Next(all.Count)];
            var value = field.Accessor.GetValue(message);
            if (field.IsMap)
            {
                EditMap(field, (IDictionary)value, depth);
            }
            else if (field.IsRepeated)
            {
                EditItems(field, (IList)value, depth);
            }
            else
            {
                EditSingle(message, field, value, depth);
            }
        }
    }

    private void EditSingle(IMessage message, FieldDescriptor field, object? value, int depth)
    {
        var present = !field.HasPresence || field.Accessor.HasValue(message);
        if (present && _random.Next(5) == 0)
        {
            field.Accessor.Clear(message);
        }
        else if (present && value is IMessage inner && CanEdit(field) && _random.Next(4) > 0)
        {
            Edit(inner, depth + 1, 1 + _random.Next(3));
        }
        else if (field.FieldType != FieldType.Message || depth < DepthMax)
        {
            field.Accessor.SetValue(message, Value(field, depth));
        }
    }

    private void EditItems(FieldDescriptor field, IList items, int depth)
    {
        var choice = _random.Next(10);
        if (items.Count >= ItemsMax || (choice == 0 && items.Count > 0))
        {
            for (var i = _random.Next(items.Count) + 1; i > 0; i--)
            {
                items.RemoveAt(_random.Next(items.Count));
            }
        }
        else if (choice < 4 && items.Count > 0)
        {
            var index = _random.Next(items.Count);
            if (items[index] is IMessage item && CanEdit(field))
            {
                Edit(item, depth + 1, 1);
            }
            else
            {
                items[index] = Value(field, depth);
            }
        }
        else if (depth < DepthMax)
        {
            items.Add(Value(field, depth));
        }
    }

    private void EditMap(FieldDescriptor field, IDictionary rows, int depth)
    {
        var valueField = field.MessageType.FindFieldByNumber(2);
        var keys = rows.Keys.Cast<object>().ToList();
        var choice = _random.Next(10);
        if (keys.Count >= ItemsMax || (choice == 0 && keys.Count > 0))
        {
            for (var i = _random.Next(keys.Count) + 1; i > 0; i--)
            {
                rows.Remove(keys[_random.Next(keys.Count)]);
            }
        }
        else if (choice == 1 && keys.Count > 0)
        {
            var key = keys[_random.Next(keys.Count)];
            var value = rows[key];
            rows.Remove(key);
            rows.Add(key, value);
        }
        else if (choice < 6 && keys.Count > 0 && CanEdit(valueField))
        {
            Edit((IMessage)rows[keys[_random.Next(keys.Count)]]!, depth + 1, 1 + _random.Next(3));
        }
        else if (depth < DepthMax)
        {
            rows[Value(field.MessageType.FindFieldByNumber(1), depth)] = Value(valueField, depth);
        }
    }

    private static bool CanEdit(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf";

    private object Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Message => Message(field.MessageType, depth),
        FieldType.Enum => System.Enum.ToObject(
            field.EnumType.ClrType, field.EnumType.Values[_random.Next(field.EnumType.Values.Count)].Number),
        FieldType.String => Texts[_random.Next(Texts.Length)],
        FieldType.Bytes => Bytes(),
        FieldType.Bool => _random.Next(2) == 1,
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Number(),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Number(),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)Number(),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Number(),
        FieldType.Double => Real(),
        FieldType.Float => (float)Real(),
        FieldType.Group => throw new NotSupportedException("proto3 has no groups."),
    };

    private object Message(MessageDescriptor type, int depth)
    {
        if (type.File.Name == "google/protobuf/wrappers.proto")
        {
            return Value(type.FindFieldByNumber(1), depth);
        }

        if (type.File.Package == "google.protobuf")
        {
            return WellKnown(type, depth);
        }

        var message = type.Parser.ParseFrom(ByteString.Empty);
        Edit(message, depth + 1, _random.Next(6));
        return message;
    }

    private IMessage WellKnown(MessageDescriptor type, int depth)
    {
        if (type == Timestamp.Descriptor)
        {
            return new Timestamp { Seconds = _random.Next(), Nanos = _random.Next(2) * 1000 };
        }

        if (type == Duration.Descriptor)
        {
            return new Duration { Seconds = _random.Next(-1000, 0), Nanos = -_random.Next(1000) };
        }

        if (type == FieldMask.Descriptor)
        {
            return new FieldMask { Paths = { "a", "b.c_d" } };
        }

        if (type == Struct.Descriptor)
        {
            return new Struct { Fields = { ["k" + _random.Next(3)] = Json(depth + 1), ["é"] = Json(depth + 1) } };
        }

        return type == ListValue.Descriptor ? new ListValue { Values = { Json(depth + 1), Json(depth + 1) } } : Json(depth);
    }

    private Value Json(int depth) => _random.Next(depth > DepthMax ? 4 : 6) switch
    {
        0 => Google.Protobuf.WellKnownTypes.Value.ForNull(),
        1 => Google.Protobuf.WellKnownTypes.Value.ForBool(_random.Next(2) == 1),
        2 => Google.Protobuf.WellKnownTypes.Value.ForNumber(_random.Next(-2, 3) / 2.0),
        3 => Google.Protobuf.WellKnownTypes.Value.ForString(Texts[_random.Next(Texts.Length)]),
        4 => Google.Protobuf.WellKnownTypes.Value.ForStruct(new Struct { Fields = { ["in"] = Json(depth + 1) } }),
        _ => Google.Protobuf.WellKnownTypes.Value.ForList(Json(depth + 1)),
    };

    private ByteString Bytes()
    {
        var bytes = new byte[_random.Next(20)];
        _random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private double Real() => _random.Next(7) switch
    {
        0 => 0,
        1 => -0.0,
        2 => double.NaN,
        3 => double.PositiveInfinity,
        4 => _random.Next(-4, 5) / 4.0,
        5 => double.Epsilon,
        _ => (_random.NextDouble() - 0.5) * 1e9,
    };

    // Zero, small numbers of both signs, powers of two and the ends of the range are likely.
    private long Number() => _random.Next(5) switch
    {
        0 => 0,
        1 => _random.Next(-4, 5),
        2 => long.MaxValue - _random.Next(2),
        3 => 1L << _random.Next(64),
        _ => _random.NextInt64(),
    };
}
