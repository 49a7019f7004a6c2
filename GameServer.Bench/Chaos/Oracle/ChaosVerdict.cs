using GameServer.Bench.Journals;

namespace GameServer.Bench.Chaos.Oracle;

/// <summary>What the oracle makes of a run. docs/CHAOS.md says what each word means.</summary>
internal sealed record ChaosVerdict
{
    private const int FaultsToldMax = 20;

    /// <summary>All that is not as it must be.</summary>
    internal required IReadOnlyList<JournalFault> Faults { get; init; }

    internal required IReadOnlyList<string> DroppedSockets { get; init; }

    internal required IReadOnlyList<string> FallenNodes { get; init; }

    internal required int Acknowledged { get; init; }

    internal required int AcknowledgedInCommitted { get; init; }

    internal required int Seen { get; init; }

    internal required int Rooms { get; init; }

    internal required int Kills { get; init; }

    /// <summary>After a kill.</summary>
    internal required FailoverWaits Failover { get; init; }

    /// <summary>After a node froze, of rooms that went elsewhere.</summary>
    internal required FailoverWaits FailoverOfFrozen { get; init; }

    /// <summary>Each kill and each freeze by itself.</summary>
    internal required IReadOnlyList<LossWaits> OfEachLoss { get; init; }

    internal required LongestGaps Gaps { get; init; }

    /// <summary>Commands of periodic rooms that were undone, and whose senders were told.</summary>
    internal required int ToldUndone { get; init; }

    /// <summary>Members that were told that their volatile room is lost.</summary>
    internal required int ToldLost { get; init; }

    internal bool IsClean => Faults.Count == 0 && DroppedSockets.Count == 0 && FallenNodes.Count == 0;

    internal int Count(params FaultKind[] kinds) => Faults.Count(fault => kinds.Contains(fault.Kind));

    public override string ToString() =>
        $"{Acknowledged} acknowledged, {Kills} kills, {Faults.Count} faults, {DroppedSockets.Count} dropped sockets"
        + string.Concat(Faults.Select(fault => fault.ToString()).Concat(DroppedSockets).Concat(FallenNodes)
            .Take(FaultsToldMax).Select(fault => $"\n  {fault}"));
}

/// <summary>The waiting times after one kill or freeze.</summary>
/// <param name="At">When it was.</param>
/// <param name="What">What happened to which node.</param>
/// <param name="IsInTrouble">Something else was wrong, too.</param>
/// <param name="Waits">The times.</param>
internal sealed record LossWaits(TimeSpan At, string What, bool IsInTrouble, Waits Waits);

/// <summary>Waiting times in order.</summary>
internal sealed class Waits(IEnumerable<TimeSpan> times)
{
    private readonly TimeSpan[] _times = [.. times.Order()];

    internal int Count => _times.Length;

    /// <summary>The smallest time that at least such a share of them does not exceed.</summary>
    internal TimeSpan Percentile(double share) =>
        _times.Length == 0 ? TimeSpan.Zero : _times[Math.Clamp((int)Math.Ceiling(share * _times.Length) - 1, 0, _times.Length - 1)];

    internal TimeSpan Longest => _times.Length == 0 ? TimeSpan.Zero : _times[^1];
}

/// <summary>The longest that a player waited for the answer to a command.</summary>
/// <param name="Connected">Of those whose socket held, while the database was there.</param>
/// <param name="Reconnecting">Of those whose own gateway was lost meanwhile.</param>
/// <param name="WithoutDatabase">Of those whose command waited while the database was away.</param>
internal sealed record LongestGaps(TimeSpan Connected, TimeSpan Reconnecting, TimeSpan WithoutDatabase);
