using System.Text.Json.Nodes;

namespace GameServer.Admin.Api;

/// <summary>What is kept of a room, eldest first.</summary>
internal sealed record AdminHistory(string Room, ulong NewestVersion, IReadOnlyList<AdminHistoryEntry> Entries, bool IsAll);

/// <summary>Something that is kept of a room.</summary>
internal sealed record AdminHistoryEntry(ulong Version, ulong Epoch, DateTimeOffset Time, AdminEntryKind Kind, int Bytes);

/// <summary>What a history is made of.</summary>
internal enum AdminEntryKind
{
    /// <summary>Turns.</summary>
    Record,

    /// <summary>The whole room.</summary>
    Snapshot,
}

/// <summary>A room as it was right after a turn.</summary>
internal sealed record AdminMoment
{
    public required string Room { get; init; }

    public required string Type { get; init; }

    public required ulong Epoch { get; init; }

    public required ulong Version { get; init; }

    public required ulong NewestVersion { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string? Ended { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    public required IReadOnlyList<AdminMember> Members { get; init; }

    public required IReadOnlyList<AdminTimer> Timers { get; init; }

    public required JsonObject State { get; init; }
}
