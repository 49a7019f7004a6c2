using System.Collections.Immutable;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Cluster;

/// <summary>A live node of the cluster. Immutable.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Incarnation">Its present life, and the owner of its rooms.</param>
/// <param name="LinkAddress">Where other nodes reach it: host and port.</param>
/// <param name="Roles">What it does.</param>
/// <param name="IsDraining">It takes no more rooms.</param>
/// <param name="Rooms">How many rooms it ran a moment ago.</param>
internal sealed record ClusterNode(
    NodeId Node, Incarnation Incarnation, string LinkAddress, NodeRoles Roles, bool IsDraining, int Rooms)
{
    /// <summary>Its process joined a moment ago: <see cref="NodeRow.NewFor"/>.</summary>
    internal bool IsNew { get; init; }

    /// <summary>The process that it is, whatever its life.</summary>
    internal NodeId Process => Incarnation.Process;
}

/// <summary>Who is in the cluster, as this node has seen it last: the live nodes, by name. Immutable.</summary>
internal sealed record ClusterView(ulong Version, ImmutableArray<ClusterNode> Nodes)
{
    internal static ClusterView Empty { get; } = new(0, []);

    /// <summary>The live node of that incarnation; null: it is dead.</summary>
    internal ClusterNode? Find(Incarnation incarnation) => Nodes.FirstOrDefault(node => node.Incarnation == incarnation);

    /// <summary>The live node that is this process; null: there is none.</summary>
    internal ClusterNode? OfProcess(NodeId process) => Nodes.FirstOrDefault(node => node.Process == process);

    /// <summary>The view after these rows were seen, and what is different in it. The same view when nothing is.</summary>
    internal (ClusterView View, ViewDiff Diff) After(IReadOnlyList<NodeRow> rows)
    {
        var nodes = rows
            .Where(row => !row.IsRevoked)
            .Select(row => new ClusterNode(row.Node, row.Incarnation, row.LinkAddress, row.Roles, row.IsDraining, row.Rooms)
            {
                IsNew = row.IsNew,
            })
            .OrderBy(node => node.Node.Value, StringComparer.Ordinal)
            .ToImmutableArray();
        var next = new ClusterView(Version + 1, nodes);
        var diff = new ViewDiff(
            nodes.RemoveAll(node => Find(node.Incarnation) is not null),
            Nodes.RemoveAll(node => next.Find(node.Incarnation) is not null),
            nodes.RemoveAll(node => Find(node.Incarnation) is not { } before || before == node));
        return diff.IsEmpty ? (this, diff) : (next, diff);
    }
}

/// <summary>What is different in a view. An incarnation that took another's place has joined; the other is gone, for ever.</summary>
internal sealed record ViewDiff(
    ImmutableArray<ClusterNode> Joined, ImmutableArray<ClusterNode> Gone, ImmutableArray<ClusterNode> Changed)
{
    internal bool IsEmpty => Joined.IsEmpty && Gone.IsEmpty && Changed.IsEmpty;
}
