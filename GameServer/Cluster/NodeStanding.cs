namespace GameServer.Cluster;

/// <summary>Where a node stands in its cluster.</summary>
internal enum NodeStanding
{
    /// <summary>It has no row yet.</summary>
    Joining,

    /// <summary>It has a lease, as far as it knows.</summary>
    Holding,

    /// <summary>Its lease has run out and the store has not answered since: rooms stand still and are kept.</summary>
    Frozen,

    /// <summary>Its incarnation is dead: it comes back as the next, with those of its rooms that nobody else took.</summary>
    Revoked,

    /// <summary>It has gone, or is about to: it renews nothing any more.</summary>
    Left,
}

/// <summary>What moves a node.</summary>
internal enum NodeEvent
{
    /// <summary>It has a row, for this incarnation.</summary>
    Joined,

    /// <summary>Its lease was renewed.</summary>
    Renewed,

    /// <summary>Its lease has run out.</summary>
    RanOut,

    /// <summary>The store says that its incarnation is dead.</summary>
    Refused,

    /// <summary>It shall leave.</summary>
    Leaves,
}

/// <summary>The one transition table of a node.</summary>
internal static class NodeTransitions
{
    /// <summary>The standing after the event; the same when the event does not concern it.</summary>
    internal static NodeStanding After(this NodeStanding standing, NodeEvent happened) => (standing, happened) switch
    {
        (NodeStanding.Joining, NodeEvent.Joined) => NodeStanding.Holding,
        (NodeStanding.Joining, NodeEvent.Renewed) => NodeStanding.Joining,
        (NodeStanding.Joining, NodeEvent.RanOut) => NodeStanding.Joining,
        (NodeStanding.Joining, NodeEvent.Refused) => NodeStanding.Revoked,
        (NodeStanding.Joining, NodeEvent.Leaves) => NodeStanding.Left,

        (NodeStanding.Holding, NodeEvent.Joined) => NodeStanding.Holding,
        (NodeStanding.Holding, NodeEvent.Renewed) => NodeStanding.Holding,
        (NodeStanding.Holding, NodeEvent.RanOut) => NodeStanding.Frozen,
        (NodeStanding.Holding, NodeEvent.Refused) => NodeStanding.Revoked,
        (NodeStanding.Holding, NodeEvent.Leaves) => NodeStanding.Left,

        (NodeStanding.Frozen, NodeEvent.Joined) => NodeStanding.Frozen,
        (NodeStanding.Frozen, NodeEvent.Renewed) => NodeStanding.Holding,
        (NodeStanding.Frozen, NodeEvent.RanOut) => NodeStanding.Frozen,
        (NodeStanding.Frozen, NodeEvent.Refused) => NodeStanding.Revoked,
        (NodeStanding.Frozen, NodeEvent.Leaves) => NodeStanding.Left,

        (NodeStanding.Revoked, NodeEvent.Joined) => NodeStanding.Holding,
        (NodeStanding.Revoked, NodeEvent.Renewed) => NodeStanding.Revoked,
        (NodeStanding.Revoked, NodeEvent.RanOut) => NodeStanding.Revoked,
        (NodeStanding.Revoked, NodeEvent.Refused) => NodeStanding.Revoked,
        (NodeStanding.Revoked, NodeEvent.Leaves) => NodeStanding.Left,

        (NodeStanding.Left, NodeEvent.Joined) => NodeStanding.Left,
        (NodeStanding.Left, NodeEvent.Renewed) => NodeStanding.Left,
        (NodeStanding.Left, NodeEvent.RanOut) => NodeStanding.Left,
        (NodeStanding.Left, NodeEvent.Refused) => NodeStanding.Left,
        (NodeStanding.Left, NodeEvent.Leaves) => NodeStanding.Left,
    };
}
