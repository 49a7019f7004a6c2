namespace GameServer.Bench.Load;

/// <summary>What the server itself has counted since it started, all read at one time.</summary>
internal sealed record FeedReading(long Turns, long Commands, long Deliveries, long AllocatedBytes, long Collections)
{
    /// <summary>What it counted since an earlier reading.</summary>
    internal FeedReading Since(FeedReading earlier) => new(
        Turns - earlier.Turns,
        Commands - earlier.Commands,
        Deliveries - earlier.Deliveries,
        AllocatedBytes - earlier.AllocatedBytes,
        Collections - earlier.Collections);
}
