using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Bench.Commits;

/// <summary>A batch as the committer made it.</summary>
internal readonly record struct BatchSize(int Rooms, int Bytes);

/// <summary>Stands before a store and notes how large the batches of appends are. From any thread.</summary>
internal sealed class BatchMeter(IRoomStore store) : IRoomStore
{
    private readonly Lock _gate = new();
    private List<BatchSize> _sizes = [];

    /// <summary>The batches since the last time.</summary>
    internal IReadOnlyList<BatchSize> Take()
    {
        lock (_gate)
        {
            var taken = _sizes;
            _sizes = [];
            return taken;
        }
    }

    public async Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        var answers = await store.AppendAsync(batch, cancel).ConfigureAwait(false);
        var size = new BatchSize(batch.Count, batch.Sum(append => append.Turns.Length));
        lock (_gate)
        {
            _sizes.Add(size);
        }

        return answers;
    }

    public Task<uint> TakeNumbersAsync(int count, CancellationToken cancel) => store.TakeNumbersAsync(count, cancel);

    public Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel) =>
        store.CreateAsync(room, owner, cancel);

    public Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel) => store.FindKeyAsync(type, key, cancel);

    public Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel) =>
        store.TakeOverAsync(rooms, owner, known, cancel);

    public Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel) =>
        store.SaveSnapshotsAsync(batch, cancel);

    public Task<bool> SleepAsync(RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel) =>
        store.SleepAsync(room, epoch, version, wakeAt, cancel);

    public Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel) =>
        store.ReadLogAsync(room, after, upTo, bytesMax, cancel);

    public Task<bool> EndAsync(RoomId room, Epoch epoch, CancellationToken cancel) =>
        store.EndAsync(room, epoch, cancel);

    public Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel) =>
        store.LocateAsync(rooms, cancel);

    public Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(
        PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel) =>
        store.RoomsOfAsync(player, alsoThese, cancel);

    public Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel) =>
        store.DueAsync(now, roomsMax, cancel);

    public Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel) =>
        store.StrandedAsync(self, after, roomsMax, cancel);

    public Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel) =>
        store.ListAsync(type, finishedToo, roomsMax, cancel);

    public Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel) => store.FindAsync(room, cancel);

    public Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel) =>
        store.ReadHistoryAsync(room, upTo, cancel);

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel) =>
        store.ListHistoryAsync(room, entriesMax, cancel);

    public Task<CreateAnswer> ForkAsync(NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel) =>
        store.ForkAsync(room, version, snapshot, cancel);

    public Task<bool> DeleteAsync(RoomId room, CancellationToken cancel) => store.DeleteAsync(room, cancel);

    public Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel) =>
        store.PruneAsync(historyBefore, finishedBefore, cancel);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
