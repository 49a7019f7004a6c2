using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Storage;

/// <summary>
/// A room as either database answers it. Columns that are computed have no type where there is no row: those are set one by one.
/// </summary>
internal sealed record RoomColumns
{
    public long Number { get; init; }

    public string Id { get; init; } = "";

    public string Type { get; init; } = "";

    public long TypeVersion { get; init; }

    public long LogFormat { get; init; }

    public string Key { get; init; } = "";

    public byte[] Origin { get; init; } = [];

    public long CreatedAt { get; init; }

    public long? WakeAt { get; init; }

    public long Epoch { get; init; }

    public long Version { get; init; }

    public long Phase { get; init; }

    public long ChangedAt { get; init; }

    public long Members { get; init; }

    public long Stored { get; init; }

    public string? Owner { get; init; }

    internal RoomRow ToRow() => new(
        new RoomId(Id),
        new RoomNumber((uint)Number),
        new RoomTypeName(Type),
        (int)TypeVersion,
        (int)LogFormat,
        Key,
        (RoomPhase)Phase,
        new Epoch((ulong)Epoch),
        new RoomVersion((ulong)Version),
        (int)Members,
        StoredTime.FromStored(CreatedAt),
        StoredTime.FromStored(ChangedAt),
        WakeAt is { } wake ? StoredTime.FromStored(wake) : null,
        Origin);
}

/// <summary>A record of the log as either database answers it.</summary>
internal sealed record RecordColumns(long Room, long Epoch, long Base, long Version, long At, byte[] Turns)
{
    internal StoredRecord ToRecord() => new(
        new Epoch((ulong)Epoch), new RoomVersion((ulong)Base), new RoomVersion((ulong)Version), StoredTime.FromStored(At), Turns);
}

/// <summary>A snapshot as either database answers it.</summary>
internal sealed record SnapshotColumns(long Room, long Version, byte[] Snapshot);

/// <summary>What is kept of a history, as either database answers it.</summary>
internal sealed record EntryColumns
{
    public long IsSnapshot { get; init; }

    public long Epoch { get; init; }

    public long Version { get; init; }

    public long At { get; init; }

    public long Bytes { get; init; }

    internal HistoryEntry ToEntry() => new(
        IsSnapshot != 0, new Epoch((ulong)Epoch), new RoomVersion((ulong)Version), StoredTime.FromStored(At), (int)Bytes);
}

/// <summary>A place of a player as either database answers it.</summary>
internal sealed record PlaceColumns(string Id, string Type)
{
    internal StoredPlace ToPlace() => new(new RoomId(Id), new RoomTypeName(Type));
}

/// <summary>Who runs a room, as either database answers it.</summary>
internal sealed record OwnerColumns(long Epoch, string? Owner);

/// <summary>A room whose history is to be cut, and where.</summary>
internal sealed record CutColumns
{
    public long Room { get; init; }

    public long Version { get; init; }
}
