using System.Text.Json.Nodes;

namespace GameServer.Admin.Api;

/// <summary>One room.</summary>
internal sealed record AdminRoomDetail
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Key { get; init; }

    public required AdminRoomPhase Phase { get; init; }

    public required string? Node { get; init; }

    public required uint Number { get; init; }

    public required ulong Epoch { get; init; }

    public required ulong Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string? ForkedFrom { get; init; }

    public required ulong? ForkedAt { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    public required bool IsOpen { get; init; }

    public required int MembersMax { get; init; }

    public required int SeatsReserved { get; init; }

    public required AdminTicks? Ticks { get; init; }

    public required IReadOnlyList<AdminMember> Members { get; init; }

    public required IReadOnlyList<AdminTimer> Timers { get; init; }

    public required AdminSettings Settings { get; init; }
}

/// <summary>How a room that runs keeps up with its ticks; times are in milliseconds, null: it had no tick yet.</summary>
internal sealed record AdminTicks(AdminRoomLoad Load, double BudgetMs, double? P50Ms, double? P99Ms);

/// <summary>How well a room keeps up with its ticks.</summary>
internal enum AdminRoomLoad
{
    /// <summary>It does.</summary>
    Calm,

    /// <summary>It does not: it refuses joins, and every second tick is published.</summary>
    High,

    /// <summary>It has not for several seconds: every fourth tick is published.</summary>
    Severe,
}

/// <summary>A player in a room.</summary>
internal sealed record AdminMember(uint Number, string Player, string Name, bool IsHere, DateTimeOffset? GraceUntil);

/// <summary>What falls due in a room by itself.</summary>
internal sealed record AdminTimer(string Key, DateTimeOffset Due, JsonObject Command);

/// <summary>How a room's type is run; times are in milliseconds, null: without end.</summary>
internal sealed record AdminSettings
{
    public required int Version { get; init; }

    public required int EldestVersion { get; init; }

    public required int MaxMembers { get; init; }

    public required int TickRate { get; init; }

    public required double TickBudget { get; init; }

    public required AdminDurabilityKind Durability { get; init; }

    public required long? PeriodMs { get; init; }

    public required long? GraceMs { get; init; }

    public required long? EmptyLifetimeMs { get; init; }

    public required long? SleepAfterMs { get; init; }

    public required int StateBytesMax { get; init; }

    public required int ReplayUpdatesMax { get; init; }

    public required int ReplayBytesMax { get; init; }

    public required double FlushWindowMs { get; init; }

    public required int HashEvery { get; init; }

    public required bool IsKeptAlive { get; init; }

    public required bool IsListed { get; init; }
}

/// <summary>What of a room survives its process.</summary>
internal enum AdminDurabilityKind
{
    /// <summary>Nothing.</summary>
    Volatile,

    /// <summary>What it was at most one period ago.</summary>
    Periodic,

    /// <summary>All that anybody has seen.</summary>
    Committed,
}

/// <summary>A room's state at one version.</summary>
internal sealed record AdminRoomState(
    string Room, string Type, bool IsLive, string? Node, ulong Epoch, ulong Version, DateTimeOffset Time, JsonObject State);
