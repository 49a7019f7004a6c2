using GameServer.Protocol.Identity;

namespace GameServer.Authoring;

/// <summary>A player as a room sees it: an authenticated identity with a place in this room.</summary>
/// <remarks>Immutable; belongs to the room's turn like everything else a room touches.</remarks>
/// <param name="Id">The identity, the same in every room and session.</param>
/// <param name="Number">The member's number in this room, from 1, never used again in it; 0 until the join is accepted.</param>
/// <param name="Name">The display name, at most 32 characters, as authenticated or wished for.</param>
/// <param name="Rights">What the player's token allows, for example "publisher"; empty for guests.</param>
/// <param name="IsGuest">True for a generated identity.</param>
public sealed record Player(PlayerId Id, PlayerNumber Number, string Name, IReadOnlySet<string> Rights, bool IsGuest)
{
    /// <summary>False while the member's connection is down and its place is kept.</summary>
    public bool IsHere { get; init; } = true;
}
