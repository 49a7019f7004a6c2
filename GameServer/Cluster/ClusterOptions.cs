using System.ComponentModel.DataAnnotations;

namespace GameServer.Cluster;

/// <summary>Whether and how this node is one of several; the configuration section "Cluster".</summary>
internal sealed record ClusterOptions
{
    /// <summary>Whether the node shares rooms with others. It needs a PostgreSQL in Store, and ClusterKeys that all nodes have.</summary>
    public bool Enabled { get; init; }

    /// <summary>Where other nodes reach this one, as host:port.</summary>
    public string Advertise { get; init; } = "";

    /// <summary>Where it listens for other nodes, as host:port; empty: at the advertised address.</summary>
    public string Listen { get; init; } = "";

    /// <summary>What the node does: gateway (it accepts clients), host (it runs rooms), or both.</summary>
    public string Roles { get; init; } = "gateway,host";

    /// <summary>
    /// For how long the node may act after it last renewed its lease, in milliseconds; 1,000 to 60,000. On all nodes the same.
    /// </summary>
    [Range(1_000, 60_000)]
    public int LeaseMs { get; init; } = 3_000;

    /// <summary>How often it renews its lease, in milliseconds; 100 to 20,000, at most a third of LeaseMs.</summary>
    [Range(100, 20_000)]
    public int RenewMs { get; init; } = 1_000;

    /// <summary>How long a node that stops may take to hand its rooms over, in milliseconds; 100 to 600,000.</summary>
    [Range(100, 600_000)]
    public int DrainTimeoutMs { get; init; } = 30_000;
}
