using System.Runtime.CompilerServices;
using GameServer.Protocol.Patches;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>Finds the kind of a field's values, of its items, or of a map's keys and values. Used once per message type.</summary>
internal static class ValueKinds
{
    private const WireFormat.WireType Varint = WireFormat.WireType.Varint;
    private const WireFormat.WireType Fixed32 = WireFormat.WireType.Fixed32;
    private const WireFormat.WireType Fixed64 = WireFormat.WireType.Fixed64;

    /// <summary>A <see cref="ValueKind{TValue}"/> of <paramref name="type"/>, which the runtime shows the field's values as.</summary>
    internal static object Of(FieldDescriptor field, Type type)
    {
        if (field.FieldType == FieldType.Message)
        {
            return FieldKinds.IsWrapper(field.MessageType)
                ? Wrapper(field.MessageType.FindFieldByNumber(1), type)
                : Make(typeof(MessageKind<>), type);
        }

        return field.FieldType == FieldType.Enum ? Make(typeof(EnumKinds<>), type, "Kind") : Scalar(field.FieldType);
    }

    private static object Scalar(FieldType type) => type switch
    {
        FieldType.Bool => new NumberKind<bool>(Varint, v => v ? 1u : 0u, v => v ? 1u : 0u, false),
        FieldType.Int32 => new NumberKind<int>(Varint, v => (ulong)v, v => (uint)v, false),
        FieldType.SInt32 => new NumberKind<int>(Varint, v => (uint)((v << 1) ^ (v >> 31)), v => (uint)v, false),
        FieldType.SFixed32 => new NumberKind<int>(Fixed32, v => (uint)v, v => (uint)v, false),
        FieldType.UInt32 => new NumberKind<uint>(Varint, v => v, v => v, false),
        FieldType.Fixed32 => new NumberKind<uint>(Fixed32, v => v, v => v, false),
        FieldType.Int64 => new NumberKind<long>(Varint, v => (ulong)v, v => (ulong)v, true),
        FieldType.SInt64 => new NumberKind<long>(Varint, v => (ulong)((v << 1) ^ (v >> 63)), v => (ulong)v, true),
        FieldType.SFixed64 => new NumberKind<long>(Fixed64, v => (ulong)v, v => (ulong)v, true),
        FieldType.UInt64 => new NumberKind<ulong>(Varint, v => v, v => v, true),
        FieldType.Fixed64 => new NumberKind<ulong>(Fixed64, v => v, v => v, true),
        FieldType.Float => new NumberKind<float>(Fixed32, v => BitConverter.SingleToUInt32Bits(v), v => HashLanes.Canonical(v), false),
        FieldType.Double => new NumberKind<double>(Fixed64, v => BitConverter.DoubleToUInt64Bits(v), v => HashLanes.Canonical(v), true),
        FieldType.String => new TextKind(),
        FieldType.Bytes => new BytesKind(),
        FieldType.Message or FieldType.Enum or FieldType.Group => throw new InvalidOperationException($"{type} is no scalar."),
    };

    private static object Wrapper(FieldDescriptor value, Type type)
    {
        var inner = Scalar(value.FieldType);
        return inner switch
        {
            ValueKind<string> text => new WrapperKind<string, string>(text, v => v),
            ValueKind<ByteString> bytes => new WrapperKind<ByteString, ByteString>(bytes, v => v),
            _ => typeof(ValueKinds).GetMethod(nameof(NumberWrapper), PlanBuilder.Anywhere)!
                .MakeGenericMethod(Nullable.GetUnderlyingType(type)!).Invoke(null, [inner])!,
        };
    }

    private static object NumberWrapper<TValue>(ValueKind<TValue> inner)
        where TValue : struct =>
        new WrapperKind<TValue?, TValue>(inner, v => v.GetValueOrDefault());

    private static object Make(Type open, Type argument) => Activator.CreateInstance(open.MakeGenericType(argument))!;

    private static object Make(Type open, Type argument, string property) =>
        open.MakeGenericType(argument).GetProperty(property, PlanBuilder.Anywhere)!.GetValue(null)!;

    private static class EnumKinds<TEnum>
        where TEnum : struct, Enum
    {
        internal static ValueKind<TEnum> Kind => new NumberKind<TEnum>(
            Varint, v => (ulong)Unsafe.As<TEnum, int>(ref v), v => (uint)Unsafe.As<TEnum, int>(ref v), false);
    }
}
