using GameServer.Bench.Chaos.Oracle;

namespace GameServer.Bench.Chaos;

/// <summary>How much must have happened for a clean verdict to say something, in proportion to the time.</summary>
/// <param name="Kills">Nodes killed.</param>
/// <param name="Acknowledged">Commands acknowledged.</param>
/// <param name="Failovers">Times that a player waited for a room whose node was killed.</param>
internal sealed record ChaosBar(int Kills, int Acknowledged, int Failovers)
{
    /// <summary>What a run of so long must reach.</summary>
    internal const double FullMinutes = 2;

    private const int FullKills = 20;
    private const int FullAcknowledged = 50_000;
    private const int FullFailovers = 500;

    /// <param name="minutes">A longer run than the full one needs no more.</param>
    /// <param name="nodes">One node has no survivors, whose players could wait.</param>
    /// <param name="hasKills">Whether nodes are killed at all.</param>
    internal static ChaosBar Of(double minutes, int nodes, bool hasKills)
    {
        var share = Math.Min(1, minutes / FullMinutes);
        return new ChaosBar(
            hasKills ? (int)(FullKills * share) : 0,
            (int)(FullAcknowledged * share),
            hasKills && nodes > 1 ? (int)(FullFailovers * share) : 0);
    }

    internal bool IsReachedBy(ChaosVerdict verdict) =>
        verdict.Kills >= Kills
        && verdict.Acknowledged >= Acknowledged
        && verdict.Failover.All.Count >= Failovers;
}
