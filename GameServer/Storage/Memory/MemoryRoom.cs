using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Storage.Memory;

/// <summary>One room of the in-memory store: its row, log, snapshots and members. Runs under the store's lock.</summary>
internal sealed class MemoryRoom(NewRoom made)
{
    private readonly List<StoredRecord> _log = [];
    private readonly SortedList<ulong, MemorySnapshot> _snapshots = [];

    internal NewRoom Made { get; } = made;

    internal Incarnation? Owner { get; private set; }

    internal RoomPhase Phase { get; private set; } = RoomPhase.Asleep;

    internal Epoch Epoch { get; private set; } = new(1);

    internal RoomVersion Version { get; private set; }

    internal DateTimeOffset? WakeAt { get; private set; }

    internal HashSet<PlayerId> Members { get; } = [];

    internal DateTimeOffset ChangedAt { get; private set; } = made.CreatedAt;

    private int TypeVersion { get; set; } = made.TypeVersion;

    private int LogFormat { get; set; } = made.LogFormat;

    internal bool IsRunBy(Incarnation owner) => Phase == RoomPhase.Placed && Owner == owner;

    internal void Begin(Incarnation owner)
    {
        Owner = owner;
        Phase = RoomPhase.Placed;
    }

    internal void BeginWith(RoomVersion version, ReadOnlyMemory<byte> snapshot)
    {
        Version = version;
        _snapshots[version.Value] = new MemorySnapshot(Epoch, version, Made.CreatedAt, snapshot.ToArray());
    }

    internal TakeOverAnswer TakeOver(Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known)
    {
        if (Phase == RoomPhase.Finished)
        {
            return TakeOverAnswer.NotFound.Instance;
        }

        if (!Made.IsStored && _snapshots.Count == 0 && (Version.Value > 0 || Phase == RoomPhase.Asleep))
        {
            return TakeOverAnswer.NotFound.Instance;
        }

        if (!known.TryGetValue(Made.Type, out var versions) || !versions.Know(TypeVersion, LogFormat))
        {
            return new TakeOverAnswer.Unknown(Made.Type, TypeVersion, LogFormat);
        }

        Begin(owner);
        Epoch = new Epoch(Epoch.Value + 1);
        WakeAt = null;
        LogFormat = versions.LogFormat;
        var history = History(Version);
        if (!Made.IsStored)
        {
            _snapshots.Clear();
        }

        return new TakeOverAnswer.Taken(new StoredRoom(
            Made.Id, Made.Number, Made.Type, TypeVersion, Made.Key, Epoch, Version, Made.Origin, history));
    }

    internal WriteAnswer Append(RoomAppend append)
    {
        if (append.Epoch == Epoch && append.Version == Version)
        {
            return WriteAnswer.Made;
        }

        if (append.Epoch != Epoch || append.BaseVersion != Version || Phase != RoomPhase.Placed)
        {
            return WriteAnswer.Fenced;
        }

        if (append.Turns.Length > IRoomStore.RecordBytesMax)
        {
            return WriteAnswer.TooLarge;
        }

        _log.Add(new StoredRecord(Epoch, append.BaseVersion, append.Version, append.At, append.Turns.ToArray()));
        Follow(append.Version, append.At, append.Roster, append.Ended);
        return WriteAnswer.Made;
    }

    internal WriteAnswer Save(SnapshotSave save)
    {
        if (save.Epoch != Epoch)
        {
            return WriteAnswer.Fenced;
        }

        if (save.Snapshot.Length > IRoomStore.RecordBytesMax)
        {
            return WriteAnswer.TooLarge;
        }

        _snapshots[save.Version.Value] = new MemorySnapshot(Epoch, save.Version, save.At, save.Snapshot.ToArray());
        if (save.IsOnlyOne)
        {
            RemoveSnapshotsBefore(save.Version);
        }

        TypeVersion = save.TypeVersion;
        if (Phase == RoomPhase.Placed)
        {
            Follow(save.Version.Value > Version.Value ? save.Version : Version, save.At, save.Roster, save.Ended);
        }

        return WriteAnswer.Made;
    }

    internal bool Sleep(Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt)
    {
        if (epoch != Epoch || version != Version || Phase == RoomPhase.Finished)
        {
            return false;
        }

        Phase = RoomPhase.Asleep;
        Owner = null;
        WakeAt = wakeAt;
        return true;
    }

    internal StoredHistory History(RoomVersion upTo)
    {
        var at = _snapshots.Values.LastOrDefault(each => each.Version.Value <= upTo.Value);
        var from = at?.Version ?? default;
        return new StoredHistory(at?.Bytes ?? default(ReadOnlyMemory<byte>), from, Log(from, upTo).ToList());
    }

    internal IEnumerable<StoredRecord> Log(RoomVersion after, RoomVersion upTo) =>
        _log.Where(each => each.Version.Value > after.Value && each.BaseVersion.Value < upTo.Value);

    internal IReadOnlyList<HistoryEntry> Entries(int entriesMax) =>
        _log.Select(each => new HistoryEntry(false, each.Epoch, each.Version, each.At, each.Turns.Length))
            .Concat(_snapshots.Values.Select(each => new HistoryEntry(true, each.Epoch, each.Version, each.At, each.Bytes.Length)))
            .OrderBy(each => each.Version.Value)
            .ThenBy(each => each.IsSnapshot)
            .TakeLast(entriesMax)
            .ToList();

    internal void Prune(DateTimeOffset historyBefore)
    {
        if (_snapshots.Values.LastOrDefault(each => each.At < historyBefore) is { } cut)
        {
            _log.RemoveAll(each => each.Version.Value <= cut.Version.Value);
            RemoveSnapshotsBefore(cut.Version);
        }
    }

    internal RoomRow Row() => new(
        Made.Id, Made.Number, Made.Type, TypeVersion, LogFormat, Made.Key, Phase, Epoch, Version, Members.Count, Made.CreatedAt, ChangedAt,
        WakeAt, Made.Origin);

    private void Follow(RoomVersion version, DateTimeOffset at, IReadOnlyList<RosterChange> roster, bool ended)
    {
        Version = version;
        ChangedAt = at;
        foreach (var change in roster)
        {
            _ = change.Member ? Members.Add(change.Player) : Members.Remove(change.Player);
        }

        if (ended)
        {
            Members.Clear();
            Phase = RoomPhase.Finished;
            Owner = null;
        }
    }

    private void RemoveSnapshotsBefore(RoomVersion version)
    {
        while (_snapshots.Count > 0 && _snapshots.GetKeyAtIndex(0) < version.Value)
        {
            _snapshots.RemoveAt(0);
        }
    }
}

/// <summary>A snapshot that the in-memory store keeps.</summary>
internal sealed record MemorySnapshot(Epoch Epoch, RoomVersion Version, DateTimeOffset At, byte[] Bytes);
