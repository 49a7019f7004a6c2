namespace GameServer.Admin.Api;

/// <summary>What every node counts, for charts.</summary>
internal sealed record AdminFigures(IReadOnlyList<AdminNodeFigures> Nodes, IReadOnlyList<AdminMissing> Missing);

/// <summary>What one node counts, at one moment. Totals begin with the process.</summary>
internal sealed record AdminNodeFigures
{
    public required string Node { get; init; }

    public required string Process { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required double UptimeSeconds { get; init; }

    public required int Connections { get; init; }

    public required int Sessions { get; init; }

    public required int Rooms { get; init; }

    public required IReadOnlyDictionary<string, int> RoomsByType { get; init; }

    public required long CommandsTotal { get; init; }

    public required long DeliveriesTotal { get; init; }

    public required long TurnsTotal { get; init; }

    public required long TimedTurnsTotal { get; init; }

    public required double LatenessSecondsTotal { get; init; }

    public required AdminDurations Turns { get; init; }

    public required AdminDurations Commits { get; init; }

    public required long OutboxBytes { get; init; }

    public required long BytesInTotal { get; init; }

    public required long BytesOutTotal { get; init; }

    public required long StoreFailuresTotal { get; init; }

    public required double CpuSecondsTotal { get; init; }

    public required long MemoryBytes { get; init; }
}

/// <summary>A histogram.</summary>
/// <param name="Count">How many.</param>
/// <param name="Seconds">Their sum.</param>
/// <param name="Buckets">By bound; the last has none.</param>
internal sealed record AdminDurations(long Count, double Seconds, IReadOnlyList<AdminBucket> Buckets);

/// <param name="UpTo">In seconds, inclusive; null: without a bound.</param>
/// <param name="Count">At or below the bound.</param>
internal sealed record AdminBucket(double? UpTo, long Count);
