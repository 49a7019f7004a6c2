using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Tests.Simulation;

/// <summary>One process's way to the <see cref="SimDatabase"/>: which rows each call locks, and a copy of what may be made late.</summary>
internal sealed class SimStore(SimDatabase database, SimProcess process) : IRoomStore
{
    private IRoomStore Rows => database.Rows;

    public Task<uint> TakeNumbersAsync(int count, CancellationToken cancel) =>
        Read(cancel, "numbers", () => Rows.TakeNumbersAsync(count, default));

    public Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel)
    {
        var kept = room with { Origin = room.Origin.ToArray() };
        return Lock(cancel, "create", [room.Id], () => Rows.CreateAsync(kept, owner, default));
    }

    public Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel) =>
        Read(cancel, "find key", () => Rows.FindKeyAsync(type, key, default));

    public Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel)
    {
        var kept = rooms.ToList();
        return Lock(cancel, "take over", kept, () => Rows.TakeOverAsync(kept, owner, known, default));
    }

    public Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        var kept = batch.Select(each => each with { Turns = each.Turns.ToArray() }).ToList();
        return Lock(cancel, "append", kept.Select(each => each.Room), () => Rows.AppendAsync(kept, default));
    }

    public Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel)
    {
        var kept = batch.Select(each => each with { Snapshot = each.Snapshot.ToArray() }).ToList();
        return Lock(cancel, "save", kept.Select(each => each.Room), () => Rows.SaveSnapshotsAsync(kept, default));
    }

    public Task<bool> SleepAsync(RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel) =>
        Lock(cancel, "sleep", [room], () => Rows.SleepAsync(room, epoch, version, wakeAt, default));

    public Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel) =>
        Read(cancel, "read log", () => Rows.ReadLogAsync(room, after, upTo, bytesMax, default));

    public Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel) =>
        Read(cancel, "rooms of", () => Rows.RoomsOfAsync(player, alsoThese, default));

    public Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel) =>
        Read(cancel, "locate", () => Rows.LocateAsync(rooms, default));

    public Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel) =>
        Read(cancel, "due", () => Rows.DueAsync(now, roomsMax, default));

    public Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel) =>
        Read(cancel, "stranded", () => Rows.StrandedAsync(self, after, roomsMax, default));

    public Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel) =>
        Read(cancel, "list", () => Rows.ListAsync(type, finishedToo, roomsMax, default));

    public Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel) => Read(cancel, "find", () => Rows.FindAsync(room, default));

    public Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel) =>
        Read(cancel, "read history", () => Rows.ReadHistoryAsync(room, upTo, default));

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel) =>
        Read(cancel, "list history", () => Rows.ListHistoryAsync(room, entriesMax, default));

    public Task<CreateAnswer> ForkAsync(NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel)
    {
        var (kept, bytes) = (room with { Origin = room.Origin.ToArray() }, snapshot.ToArray());
        return Lock(cancel, "fork", [room.Id], () => Rows.ForkAsync(kept, version, bytes, default));
    }

    public Task<bool> DeleteAsync(RoomId room, CancellationToken cancel) =>
        Lock(cancel, "delete", [room], () => Rows.DeleteAsync(room, default));

    public Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel) =>
        Read(cancel, "prune", () => Rows.PruneAsync(historyBefore, finishedBefore, default));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Read<T>(CancellationToken cancel, string call, Func<Task<T>> effect) =>
        database.Ask(process, call, [], effect, cancel);

    private Task<T> Lock<T>(CancellationToken cancel, string call, IEnumerable<RoomId> rooms, Func<Task<T>> effect) =>
        database.Ask(process, call, rooms, effect, cancel);
}
