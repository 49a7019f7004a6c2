using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>What patches, hash and fingerprint need to know of a field beyond its descriptor.</summary>
internal static class FieldKinds
{
    private const string WellKnownPackage = "google.protobuf";

    /// <summary>The field of that number; null when the schema has none, which only a newer one does.</summary>
    internal static FieldDescriptor? Find(MessageDescriptor message, uint number) =>
        number > int.MaxValue ? null : message.FindFieldByNumber((int)number);

    /// <summary>
    /// Patches never go inside a well-known type: it is cleared and sent whole. Runtimes give them forms of their own (nullable
    /// scalars, plain JSON, text in the JSON form) that cannot be merged into.
    /// </summary>
    internal static bool IsWhole(MessageDescriptor message) => message.File.Package == WellKnownPackage;

    internal static bool IsWrapper(MessageDescriptor message) =>
        IsWhole(message) && message.File.Name == "google/protobuf/wrappers.proto";

    internal static bool IsSingularMessage(FieldDescriptor field) => !field.IsRepeated && field.FieldType == FieldType.Message;

    /// <summary>A singular or row message that patches go into.</summary>
    internal static bool IsPatchable(FieldDescriptor field) => field.FieldType == FieldType.Message && !IsWhole(field.MessageType);

    internal static FieldDescriptor KeyOf(FieldDescriptor map) => map.MessageType.FindFieldByNumber(1);

    internal static FieldDescriptor ValueOf(FieldDescriptor map) => map.MessageType.FindFieldByNumber(2);

    internal static WireFormat.WireType WireTypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.Int64 or FieldType.UInt32 or FieldType.UInt64 or FieldType.SInt32 or FieldType.SInt64
            or FieldType.Bool or FieldType.Enum => WireFormat.WireType.Varint,
        FieldType.Fixed32 or FieldType.SFixed32 or FieldType.Float => WireFormat.WireType.Fixed32,
        FieldType.Fixed64 or FieldType.SFixed64 or FieldType.Double => WireFormat.WireType.Fixed64,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Group => WireFormat.WireType.StartGroup,
    };
}
