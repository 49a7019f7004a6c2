using GameServer.Protocol.Patches;

namespace GameServer.Client;

/// <summary>What one update changed in a room's state. It is told after the whole update is in the state.</summary>
/// <param name="IsSnapshot">
/// True when the state was replaced: <c>State</c> is another object, and the changes are those between the two.
/// </param>
/// <param name="Changes">In the order in which they were made.</param>
public sealed record StateChanges(bool IsSnapshot, IReadOnlyList<PatchChange> Changes);
