using GameServer.Actors;
using GameServer.Links;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer;

/// <summary>The running parts of a node that need no socket of a client, as <see cref="NodeAssembly"/> put them together.</summary>
internal sealed record NodeCore(
    ActorSystem Actors,
    ActorRef RoomHost,
    RoomTable Rooms,
    SessionTable Sessions,
    ActorRef SessionDirectory,
    ISessionDoor Door,
    TurnWatch Watch,
    Traffic Traffic,
    NodeCluster? Cluster) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        Watch.Dispose();
        Actors.Dispose();
    }
}

/// <summary>A node's part in its cluster.</summary>
/// <param name="Actor">Keeps its lease.</param>
/// <param name="Links">The way to the others, and who they are.</param>
/// <param name="Switch">Where the links lead to.</param>
/// <param name="Transport">What the links are made of.</param>
internal sealed record NodeCluster(ActorRef Actor, NodeLinks Links, LinkSwitch Switch, ILinkTransport Transport);
