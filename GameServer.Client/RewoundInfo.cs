using GameServer.Protocol.Identity;

namespace GameServer.Client;

/// <summary>How far back a room came that lost its last moments with its server.</summary>
/// <param name="Version">Where the room goes on; its state follows.</param>
/// <param name="LastApplied">The last of this member's commands that the room still knows.</param>
/// <param name="CommandsUndone">
/// How many of this member's commands had been answered and are undone: its last ones in the order of sending. They are not sent again;
/// whether to do so is up to the program. Commands without an answer are sent again.
/// </param>
public sealed record RewoundInfo(RoomVersion Version, CommandSeq LastApplied, int CommandsUndone);
