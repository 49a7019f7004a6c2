using System.Globalization;

namespace GameServer.Bench.Chaos.Faults;

/// <summary>What may be done to a cluster.</summary>
internal enum FaultMode
{
    /// <summary>SIGKILL; started again after a while.</summary>
    Kill,

    /// <summary>SIGSTOP; SIGCONT after a while.</summary>
    Freeze,

    /// <summary>The links that others have to a node are reset.</summary>
    CutLinks,

    /// <summary>For a while nothing gets through those links, in one direction or both, and nobody is told.</summary>
    HoldLinks,

    /// <summary>For a while everything on those links is late.</summary>
    SlowLinks,

    /// <summary>PostgreSQL is stopped at once, and started again after a while.</summary>
    StopDatabase,
}

/// <summary>Which way the links are held up.</summary>
internal enum LinkDirection
{
    Both,
    There,
    Back,
}

/// <summary>One fault of a plan.</summary>
/// <param name="At">When, since the plan began; a fault before it that takes longer comes first.</param>
/// <param name="Mode">What.</param>
/// <param name="Node">To which node, from 0; of the database: to none.</param>
/// <param name="For">How long it lasts.</param>
/// <param name="Direction">Of links.</param>
/// <param name="AlsoKill">Another node, which is killed meanwhile; null: none.</param>
internal sealed record FaultStep(
    TimeSpan At, FaultMode Mode, int Node, TimeSpan For, LinkDirection Direction = LinkDirection.Both, int? AlsoKill = null)
{
    public override string ToString()
    {
        var what = Mode switch
        {
            FaultMode.Kill => $"kill node {Node}, start it after {Seconds(For)}",
            FaultMode.Freeze => $"freeze node {Node} for {Seconds(For)}",
            FaultMode.CutLinks => $"cut the links to node {Node}",
            FaultMode.HoldLinks => $"hold up the links to node {Node} ({Direction}) for {Seconds(For)}",
            FaultMode.SlowLinks => $"slow down the links to node {Node} for {Seconds(For)}",
            FaultMode.StopDatabase => $"stop the database for {Seconds(For)}",
        };
        return $"{Seconds(At),8}  {what}{(AlsoKill is { } other ? $"; meanwhile kill node {other}" : "")}";
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
