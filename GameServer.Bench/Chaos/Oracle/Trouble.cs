namespace GameServer.Bench.Chaos.Oracle;

/// <summary>What was done to the cluster, when it began and when it was over. A closed set. Nodes are counted from 0.</summary>
internal abstract record Trouble(TimeSpan At, TimeSpan Until)
{
    /// <summary>SIGKILL; over when the node serves again.</summary>
    internal sealed record Killed(TimeSpan At, TimeSpan Until, int Node, uint Life) : Trouble(At, Until);

    /// <summary>SIGSTOP; over with SIGCONT.</summary>
    internal sealed record Frozen(TimeSpan At, TimeSpan Until, int Node, uint Life) : Trouble(At, Until);

    /// <summary>SIGTERM; over when the node serves again.</summary>
    internal sealed record Stopped(TimeSpan At, TimeSpan Until, int Node, uint Life) : Trouble(At, Until);

    /// <summary>Links to a node were cut, held up or slow.</summary>
    internal sealed record Links(TimeSpan At, TimeSpan Until, int Node) : Trouble(At, Until);

    /// <summary>The database was stopped; over when it answers again.</summary>
    internal sealed record Database(TimeSpan At, TimeSpan Until) : Trouble(At, Until);

    /// <summary>A node ended, or did not start, and nobody had asked for that.</summary>
    internal sealed record Fell(TimeSpan At, int Node, string Why) : Trouble(At, At);
}
