namespace GameServer.Bench.Chaos.Nodes;

/// <summary>What all nodes of a run have in common.</summary>
internal sealed record NodeSettings
{
    /// <summary>A connection string.</summary>
    internal required string Store { get; init; }

    /// <summary>The cluster's key, in base64.</summary>
    internal required string Key { get; init; }

    /// <summary>The GameServer.dll to run; null: the one beside the bench.</summary>
    internal string? Server { get; init; }

    internal NodeFlaw Flaw { get; init; }

    /// <summary>The node is alone with its database, and no member of a cluster.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>What the node does; null: everything.</summary>
    internal string? Roles { get; init; }

    /// <summary>Where each node's log goes; null: nowhere.</summary>
    internal string? Logs { get; init; }
}
