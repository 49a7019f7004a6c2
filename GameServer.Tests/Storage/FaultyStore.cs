using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Tests.Storage;

/// <summary>
/// A store around another that is slow, fails, or fails after what was asked has been done: by a seeded script, as long as faults are on,
/// or wholly while it is out. From any thread.
/// </summary>
internal sealed class FaultyStore(IRoomStore inner, int seed, FaultRates rates) : IRoomStore
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private TaskCompletionSource? _held;

    /// <summary>Whether faults happen by chance.</summary>
    internal bool IsFaulty { get; set; } = true;

    /// <summary>Whether every call fails without anything done, as of a database that is not there.</summary>
    internal bool IsOut { get; set; }

    /// <summary>How many calls failed before, and after, the work was done.</summary>
    internal int FailedBefore { get; private set; }

    internal int FailedAfter { get; private set; }

    /// <summary>Calls wait from now on.</summary>
    internal void Hold() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Calls that wait go on, and later ones do not wait.</summary>
    internal void LetGo()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    public Task<uint> TakeNumbersAsync(int count, CancellationToken cancel) => AskAsync(() => inner.TakeNumbersAsync(count, cancel));

    public Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel) =>
        AskAsync(() => inner.CreateAsync(room, owner, cancel));

    public Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel) =>
        AskAsync(() => inner.FindKeyAsync(type, key, cancel));

    public Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel) =>
        AskAsync(() => inner.TakeOverAsync(rooms, owner, known, cancel));

    public Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel) =>
        AskAsync(() => inner.AppendAsync(batch, cancel));

    public Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel) =>
        AskAsync(() => inner.SaveSnapshotsAsync(batch, cancel));

    public Task<bool> SleepAsync(RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel) =>
        AskAsync(() => inner.SleepAsync(room, epoch, version, wakeAt, cancel));

    public Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel) =>
        AskAsync(() => inner.ReadLogAsync(room, after, upTo, bytesMax, cancel));

    public Task<bool> EndAsync(RoomId room, Epoch epoch, CancellationToken cancel) =>
        AskAsync(() => inner.EndAsync(room, epoch, cancel));

    public Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel) =>
        AskAsync(() => inner.LocateAsync(rooms, cancel));

    public Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(
        PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel) =>
        AskAsync(() => inner.RoomsOfAsync(player, alsoThese, cancel));

    public Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel) =>
        AskAsync(() => inner.DueAsync(now, roomsMax, cancel));

    public Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel) =>
        AskAsync(() => inner.StrandedAsync(self, after, roomsMax, cancel));

    public Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel) =>
        AskAsync(() => inner.ListAsync(type, finishedToo, roomsMax, cancel));

    public Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel) => AskAsync(() => inner.FindAsync(room, cancel));

    public Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel) =>
        AskAsync(() => inner.ReadHistoryAsync(room, upTo, cancel));

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel) =>
        AskAsync(() => inner.ListHistoryAsync(room, entriesMax, cancel));

    public Task<CreateAnswer> ForkAsync(NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel) =>
        AskAsync(() => inner.ForkAsync(room, version, snapshot, cancel));

    public Task<bool> DeleteAsync(RoomId room, CancellationToken cancel) => AskAsync(() => inner.DeleteAsync(room, cancel));

    public Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel) =>
        AskAsync(() => inner.PruneAsync(historyBefore, finishedBefore, cancel));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        if (_held is { } held)
        {
            await held.Task;
        }

        var fault = Next();
        if (fault == Fault.Slow)
        {
            await Task.Delay(rates.SlowBy);
        }

        if (fault == Fault.Before)
        {
            throw new StoreFaultException("before");
        }

        var answer = await ask();
        return fault == Fault.After ? throw new StoreFaultException("after") : answer;
    }

    private Fault Next()
    {
        lock (_gate)
        {
            var chance = _random.NextDouble();
            var fault = IsOut ? Fault.Before
                : !IsFaulty ? Fault.None
                : chance < rates.Before ? Fault.Before
                : chance < rates.Before + rates.After ? Fault.After
                : chance < rates.Before + rates.After + rates.Slow ? Fault.Slow
                : Fault.None;
            FailedBefore += fault == Fault.Before ? 1 : 0;
            FailedAfter += fault == Fault.After ? 1 : 0;
            return fault;
        }
    }

    private enum Fault
    {
        None,
        Before,
        After,
        Slow,
    }
}

/// <summary>How often, from 0 to 1, a store fails before its work, fails after it, and is slow.</summary>
internal sealed record FaultRates(double Before, double After, double Slow, TimeSpan SlowBy);

/// <summary>The store failed; what was asked may or may not have been done.</summary>
internal sealed class StoreFaultException(string when) : Exception($"The store failed, {when} the work.");
