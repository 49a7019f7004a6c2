using GameServer.Actors;
using GameServer.Identity;
using GameServer.Telemetry;

namespace GameServer.Rooms;

/// <summary>What it takes to ask the store: as this incarnation of the node, through the edge where work runs. Immutable.</summary>
internal sealed record StoreParts(IRoomStore Store, IWorkEdge Work, StoreHealth Health, Incarnation Self, RoomMeter Meter)
{
    /// <summary>Where spans are made, those of rooms too.</summary>
    internal Tracing Tracing { get; init; } = Tracing.Off;
}
