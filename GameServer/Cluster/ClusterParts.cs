using GameServer.Actors;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Cluster;

/// <summary>What the cluster actor works with. Immutable.</summary>
/// <param name="Store">Where the nodes' rows are.</param>
/// <param name="Work">Where the store is asked.</param>
/// <param name="Time">Its timestamps say when a renewal was sent.</param>
/// <param name="Lease">The node's, made for the first incarnation.</param>
/// <param name="Options">How long leases are.</param>
/// <param name="Listeners">Who has to know of changes, in this order.</param>
internal sealed record ClusterParts(
    INodeStore Store,
    IWorkEdge Work,
    TimeProvider Time,
    NodeLease Lease,
    ClusterOptions Options,
    IReadOnlyList<IClusterListener> Listeners);

/// <summary>What a node is to others.</summary>
/// <param name="Node">Its name.</param>
/// <param name="LinkAddress">Where other nodes reach it: host and port.</param>
/// <param name="Roles">What it does.</param>
/// <param name="TakesOver">Whether another process that has the name is dead for sure, or shall be.</param>
internal sealed record ClusterSelf(NodeId Node, string LinkAddress, NodeRoles Roles, bool TakesOver)
{
    internal NodeRow Row(Incarnation incarnation, NodeLoad load) =>
        new(Node, incarnation, LinkAddress, Roles, 0, false, load.IsDraining, load.Rooms);
}
