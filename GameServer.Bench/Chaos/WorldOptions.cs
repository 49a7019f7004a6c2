using GameServer.Bench.Chaos.Nodes;

namespace GameServer.Bench.Chaos;

/// <summary>What is played, and where.</summary>
internal sealed record WorldOptions
{
    internal int Nodes { get; init; } = 3;

    internal int Clients { get; init; } = 200;

    /// <summary>Commands a second of all clients together.</summary>
    internal double Pace { get; init; } = 650;

    internal int Seed { get; init; } = 1;

    /// <summary>A connection string of an empty database; null: one is started.</summary>
    internal string? Store { get; init; }

    /// <summary>Another build's GameServer.dll; null: the one beside the bench.</summary>
    internal string? Server { get; init; }

    internal NodeFlaw Flaw { get; init; }

    /// <summary>The one node is no member of a cluster.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>A folder for the nodes' logs; null: they are not kept.</summary>
    internal string? Logs { get; init; }
}
