using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Bench.Chaos;

/// <summary>Stands before a store and hands everything on; what differs is overridden.</summary>
internal abstract class StoreInFront(IRoomStore store) : IRoomStore
{
    /// <summary>Puts something before the store that the server made.</summary>
    internal static void Put(IServiceCollection services, Func<IRoomStore, IRoomStore> before)
    {
        var real = services.Last(service => service.ServiceType == typeof(IRoomStore));
        services.Remove(real);
        services.AddSingleton(provider => before((IRoomStore)real.ImplementationFactory!(provider)));
    }

    public virtual Task<uint> TakeNumbersAsync(int count, CancellationToken cancel) =>
        PassAsync(() => store.TakeNumbersAsync(count, cancel));

    public virtual Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel) =>
        PassAsync(() => store.CreateAsync(room, owner, cancel));

    public virtual Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel) =>
        PassAsync(() => store.FindKeyAsync(type, key, cancel));

    public virtual Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel) =>
        PassAsync(() => store.TakeOverAsync(rooms, owner, known, cancel));

    public virtual Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel) =>
        PassAsync(() => store.AppendAsync(batch, cancel));

    public virtual Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel) =>
        PassAsync(() => store.SaveSnapshotsAsync(batch, cancel));

    public virtual Task<bool> SleepAsync(
        RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel) =>
        PassAsync(() => store.SleepAsync(room, epoch, version, wakeAt, cancel));

    public virtual Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel) =>
        PassAsync(() => store.ReadLogAsync(room, after, upTo, bytesMax, cancel));

    public virtual Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel) =>
        PassAsync(() => store.LocateAsync(rooms, cancel));

    public virtual Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(
        PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel) =>
        PassAsync(() => store.RoomsOfAsync(player, alsoThese, cancel));

    public virtual Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel) =>
        PassAsync(() => store.DueAsync(now, roomsMax, cancel));

    public virtual Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel) =>
        PassAsync(() => store.StrandedAsync(self, after, roomsMax, cancel));

    public virtual Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel) =>
        PassAsync(() => store.ListAsync(type, finishedToo, roomsMax, cancel));

    public virtual Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel) =>
        PassAsync(() => store.FindAsync(room, cancel));

    public virtual Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel) =>
        PassAsync(() => store.ReadHistoryAsync(room, upTo, cancel));

    public virtual Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel) =>
        PassAsync(() => store.ListHistoryAsync(room, entriesMax, cancel));

    public virtual Task<CreateAnswer> ForkAsync(
        NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel) =>
        PassAsync(() => store.ForkAsync(room, version, snapshot, cancel));

    public virtual Task<bool> DeleteAsync(RoomId room, CancellationToken cancel) =>
        PassAsync(() => store.DeleteAsync(room, cancel));

    public virtual Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel) =>
        PassAsync(() => store.PruneAsync(historyBefore, finishedBefore, cancel));

    /// <summary>Everything that is asked goes through here.</summary>
    protected virtual Task<T> PassAsync<T>(Func<Task<T>> ask) => ask();

    public virtual ValueTask DisposeAsync() => store.DisposeAsync();
}
