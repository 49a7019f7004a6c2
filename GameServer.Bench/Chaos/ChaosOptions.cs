namespace GameServer.Bench.Chaos;

/// <summary>What a chaos run is to be.</summary>
internal sealed record ChaosOptions
{
    internal int Nodes { get; init; } = 3;

    internal int Clients { get; init; } = 200;

    internal double Minutes { get; init; } = 2;

    internal int Seed { get; init; } = 1;

    /// <summary>Commands that each client sends to its committed room in a second; its other room gets a fifth of that.</summary>
    internal double Pace { get; init; } = 2.5;

    /// <summary>A connection string; empty: a PostgreSQL is started for it.</summary>
    internal string Store { get; init; } = "";

    /// <summary>Nodes are stopped and started in turn instead: nothing is killed, frozen or cut.</summary>
    internal bool IsRolling { get; init; }

    /// <summary>The nodes' store acknowledges before it commits: the verdict must say so.</summary>
    internal bool Breaks { get; init; }

    /// <summary>What the nodes wrote stays in their folders.</summary>
    internal bool KeepsLogs { get; init; }
}
