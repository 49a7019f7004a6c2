using GameServer.Bench.Commits;

namespace GameServer.Bench.Load;

/// <summary>What was asked for on the command line.</summary>
internal sealed record LoadOptions
{
    /// <summary>Which workloads, by name.</summary>
    internal required IReadOnlyList<Workload> Workloads { get; init; }

    /// <summary>How often each is run; the medians count.</summary>
    internal int Rounds { get; init; } = 5;

    /// <summary>How long the measured window is.</summary>
    internal double Seconds { get; init; } = 10;

    /// <summary>How long the load runs before it, so that the server's code is compiled as it will stay.</summary>
    internal double WarmUpSeconds { get; init; } = 5;

    /// <summary>The window lasts until so many deliveries, however long that takes.</summary>
    internal long Deliveries { get; init; }

    /// <summary>Whether the baseline is measured beside the server.</summary>
    internal bool Baseline { get; init; } = true;

    /// <summary>The GameServer.dll to measure; null: the one beside the bench.</summary>
    internal string? Server { get; init; }

    /// <summary>Another build's GameServer.dll to measure in the baseline's place; null: the baseline.</summary>
    internal string? Against { get; init; }

    /// <summary>What the server is compared with.</summary>
    internal Target Other => Against is null ? Target.Baseline : Target.Elder;

    /// <summary>Where servers keep committed rooms; null: in a SQLite file.</summary>
    internal CommitPlace? Place { get; init; }

    /// <summary>Part of the clients and rooms that a workload has; 1 for figures that count.</summary>
    internal double Scale { get; init; } = 1;

    /// <summary>So many of it, at least one.</summary>
    internal int Scaled(int count) => Math.Max(1, (int)Math.Round(count * Scale));
}
