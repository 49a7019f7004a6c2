namespace GameServer.Authoring;

/// <summary>A room's seeded random source: same seed, same numbers. Used on the room's turn only.</summary>
public sealed class RoomRandom : Random
{
    internal RoomRandom(ulong seed) : base((int)seed)
    {
    }
}
