using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Telemetry;

namespace GameServer.Rooms;

/// <summary>What the room host and every room of this node work with; the node's name is what clients see of it.</summary>
internal sealed record RoomParts(
    RoomOptions Options,
    RoomTypes Types,
    RoomTable Table,
    IRoomAudiences Audiences,
    StoreParts Store,
    Committers Committers,
    IIdSource Ids,
    Traffic Traffic,
    NodeLease Lease,
    INeighbours Neighbours,
    NodeId Node)
{
    /// <summary>Other nodes may run rooms too.</summary>
    internal bool IsClustered => Neighbours is not NoNeighbours;

    /// <summary>Who is told of rooms that open and close, beside their members.</summary>
    internal IAnnouncer Announcer { get; init; } = NoAnnouncer.Instance;

    /// <summary>Where handled commands go back to.</summary>
    internal CommandPool Commands { get; } = new();

    /// <summary>A room's first activation; a volatile room's only one.</summary>
    internal static readonly Epoch FirstEpoch = new(1);
}
