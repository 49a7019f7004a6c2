namespace GameServer.Bench.Commits;

/// <summary>What was asked for on the command line.</summary>
internal sealed record CommitOptions
{
    internal required IReadOnlyList<string> Stores { get; init; }

    internal required IReadOnlyList<CommitShape> Shapes { get; init; }

    internal int Rounds { get; init; } = 3;

    /// <summary>How long the measured window is.</summary>
    internal double Seconds { get; init; } = 5;

    internal double WarmUpSeconds { get; init; } = 3;
}
