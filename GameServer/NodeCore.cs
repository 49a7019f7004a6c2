using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Identity;
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
    Traffic Traffic,
    NodeCluster? Cluster) : IDisposable
{
    /// <summary>By which one sees whether the node gets on.</summary>
    internal required NodeSigns Signs { get; init; }

    /// <summary>The links that are up; none where the node is alone.</summary>
    internal required LinkTable Links { get; init; }

    internal required RoomTypes Types { get; init; }

    /// <summary>Keeps what webhooks are to be told; null: they are told nothing.</summary>
    internal ActorRef? Keeper { get; init; }

    /// <summary>What operators ask of other nodes through this one.</summary>
    internal required NodeQuestions Questions { get; init; }

    /// <summary>Where new ids come from.</summary>
    internal required IIdSource Ids { get; init; }

    /// <inheritdoc />
    public void Dispose()
    {
        Signs.Turns.Dispose();
        Actors.Dispose();
    }
}

/// <summary>What shows whether a node gets on. From any thread.</summary>
/// <param name="Store">Whether the store answers.</param>
/// <param name="Lease">The node's right to act.</param>
/// <param name="Turns">The turns that run now.</param>
internal sealed record NodeSigns(StoreHealth Store, NodeLease Lease, TurnWatch Turns);

/// <summary>A node's part in its cluster.</summary>
/// <param name="Actor">Keeps its lease.</param>
/// <param name="Links">The way to the others, and who they are.</param>
/// <param name="Switch">Where the links lead to.</param>
/// <param name="Transport">What the links are made of.</param>
internal sealed record NodeCluster(ActorRef Actor, NodeLinks Links, LinkSwitch Switch, ILinkTransport Transport);
