namespace GameServer.Authoring.Kernel;

/// <summary>A player's place in a room, and the connection that holds it (while the player is away: the last that held it).</summary>
internal sealed record Member(Player Player, MemberAddress Address)
{
    internal uint Number => Player.Number.Value;

    internal bool IsHere => Player.IsHere;
}
