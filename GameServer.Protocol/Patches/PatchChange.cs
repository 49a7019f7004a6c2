using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>One change that a patch made.</summary>
/// <param name="Parent">The change of the message or row that the field lies in; null at the state's own fields.</param>
/// <param name="Field">The field that changed, or the map that the row is in.</param>
/// <param name="Key">The row's key: bool, int, uint, long, ulong or string; null unless a row changed.</param>
/// <param name="Kind">What happened to it.</param>
public sealed record PatchChange(PatchChange? Parent, FieldDescriptor Field, object? Key, PatchChangeKind Kind);
