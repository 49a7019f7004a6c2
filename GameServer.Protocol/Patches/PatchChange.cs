using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>What happened to a field or a row.</summary>
public enum PatchChangeKind
{
    /// <summary>It was absent.</summary>
    Added,

    /// <summary>It has another value, or items were appended to it.</summary>
    Changed,

    /// <summary>It is absent now.</summary>
    Removed,
}

/// <summary>
/// One change that a patch made. <paramref name="Parent"/> is the change of the message or row that the field lies in; null at the
/// state's own fields. <paramref name="Key"/> is the row's key (bool, int, uint, long, ulong or string); null unless a row of a map changed.
/// </summary>
public sealed record PatchChange(PatchChange? Parent, FieldDescriptor Field, object? Key, PatchChangeKind Kind);
