namespace GameServer.Bench.Abuse;

/// <summary>What was asked for on the command line.</summary>
internal sealed record AbuseOptions
{
    private const int ServerMiB = 256;
    private const int ConnectionKiB = 16;
    private const int OutboxMiB = 4;

    /// <summary>How often a quiet window is followed by one beside the abuse; the medians count.</summary>
    internal int Rounds { get; init; } = 3;

    /// <summary>How long each window is.</summary>
    internal double Seconds { get; init; } = 10;

    /// <summary>How long the game is played before the first.</summary>
    internal double WarmUpSeconds { get; init; } = 5;

    /// <summary>What the server's memory may be at most; null: what the limits as shipped come to.</summary>
    internal int? MemoryMiBAsked { get; init; }

    /// <summary>Part of the abuse; 1 for figures that count.</summary>
    internal double Scale { get; init; } = 1;

    /// <summary>Connections that say Hello and nothing more.</summary>
    internal int Idle => Scaled(10_000);

    /// <summary>Handshakes that never end.</summary>
    internal int SlowHandshakes => Scaled(1_000);

    /// <summary>Members of a busy room that never read.</summary>
    internal int Deaf => Scaled(100);

    /// <summary>Members of that room who talk.</summary>
    internal int Talkers => Scaled(4);

    /// <summary>Clients at one address that send more than they may.</summary>
    internal int Flooders => Scaled(20);

    /// <summary>What they send together: five times what one address may.</summary>
    internal int FloodFramesPerSecond => Scaled(100_000);

    /// <summary>
    /// The server itself, each connection, and for each of those who never read a full outbox (Gateway:OutboxBytesMax).
    /// </summary>
    internal int MemoryMiBMax => MemoryMiBAsked
        ?? ServerMiB + ((Idle + SlowHandshakes + Talkers + Flooders) * ConnectionKiB / 1024) + (Deaf * OutboxMiB);

    private int Scaled(int count) => Math.Max(1, (int)Math.Round(count * Scale));
}
