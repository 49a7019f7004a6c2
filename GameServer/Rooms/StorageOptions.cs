using System.ComponentModel.DataAnnotations;

namespace GameServer.Rooms;

/// <summary>How rooms are stored; the configuration section "Storage".</summary>
internal sealed record StorageOptions
{
    /// <summary>Commits under way at once, each for a share of the rooms; 1 to 4. 0: 1 on SQLite, 2 on PostgreSQL.</summary>
    [Range(0, 4)]
    public int Committers { get; init; }

    /// <summary>How long a room's history is kept, in hours; 0 to 87,600. What the room itself needs is always kept.</summary>
    [Range(0, 87_600)]
    public int HistoryHours { get; init; } = 168;

    /// <summary>How long a room that has ended is kept, in hours; 0 to 87,600.</summary>
    [Range(0, 87_600)]
    public int FinishedHours { get; init; } = 168;
}
