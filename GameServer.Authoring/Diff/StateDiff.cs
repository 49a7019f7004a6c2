using GameServer.Protocol.V1;

namespace GameServer.Authoring.Diff;

/// <summary>How a state differs from what was published.</summary>
/// <param name="Patch">Leads from the published state to this one.</param>
/// <param name="EncodedSize">Bytes of the whole state as it would be after the patch.</param>
internal readonly record struct StateDiff(StatePatch Patch, int EncodedSize);
