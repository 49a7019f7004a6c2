namespace GameServer.Client.Loop;

/// <summary>What a connection reports, in order.</summary>
/// <param name="From">Reports of a connection that was given up are dropped.</param>
/// <param name="DueMs">When it counts as arrived: later than in truth under simulated latency.</param>
/// <param name="What">The report itself.</param>
internal sealed record Arrival(ConnectionRunner From, long DueMs, Report What);

/// <summary>What happened on a connection.</summary>
internal abstract record Report
{
    private Report()
    {
    }

    internal sealed record Opened : Report;

    internal sealed record Message(ReadOnlyMemory<byte> Bytes) : Report;

    internal sealed record Ended(int Code, string Reason) : Report;
}
