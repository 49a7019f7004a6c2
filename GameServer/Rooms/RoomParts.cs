using GameServer.Actors;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>What the room host and every room of this node work with.</summary>
internal sealed record RoomParts(
    RoomOptions Options, RoomTypes Types, RoomTable Table, IRoomAudiences Audiences, IWorkEdge Work, IIdSource Ids)
{
    /// <summary>Without a store a room has one activation only.</summary>
    internal static readonly Epoch OnlyEpoch = new(1);
}
