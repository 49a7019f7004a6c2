namespace GameServer.Bench.Load;

/// <summary>What had been used and counted at one edge of the measured window.</summary>
/// <param name="At">When, in nanoseconds.</param>
/// <param name="ServerCpu">Nanoseconds that the server had used.</param>
/// <param name="ClientCpu">Nanoseconds that the bench had used.</param>
/// <param name="Counted">What the clients had counted: deliveries, updates, joins.</param>
/// <param name="Bytes">Bytes that the clients had received.</param>
/// <param name="Feed">What the server had counted.</param>
internal sealed record Sample(long At, long ServerCpu, long ClientCpu, long Counted, long Bytes, FeedReading? Feed);
