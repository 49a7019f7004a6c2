using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Rooms;

/// <summary>What happens to calls of a <see cref="TroubledStore"/>.</summary>
internal enum Trouble
{
    /// <summary>They are made and answered.</summary>
    None,

    /// <summary>They fail and nothing has happened.</summary>
    Fails,

    /// <summary>They fail though what was asked has happened.</summary>
    FailsAfterwards,

    /// <summary>They are answered as made, and the store is gone before they are: what it must never do.</summary>
    AnswersEarly,
}

/// <summary>A store that is slow or fails as the test says, on virtual time.</summary>
internal sealed class TroubledStore(IRoomStore store, ManualTime time) : IRoomStore
{
    /// <summary>How long each call takes. It is made at the end of it.</summary>
    internal Func<string, TimeSpan> Delay { get; set; } = _ => TimeSpan.Zero;

    internal Func<string, Trouble> Trouble { get; set; } = _ => Rooms.Trouble.None;

    /// <summary>Calls by name that were tried.</summary>
    internal List<string> Calls { get; } = [];

    /// <summary>Before when history and finished rooms were to be removed, each time it was asked.</summary>
    internal List<(DateTimeOffset History, DateTimeOffset Finished)> Prunes { get; } = [];

    public Task<uint> TakeNumbersAsync(int count, CancellationToken cancel) => Ask("numbers", () => store.TakeNumbersAsync(count, cancel));

    public Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel) =>
        Ask("create", () => store.CreateAsync(room, owner, cancel));

    public Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel) =>
        Ask("find key", () => store.FindKeyAsync(type, key, cancel));

    public Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel) =>
        Ask("take over", () => store.TakeOverAsync(rooms, owner, known, cancel));

    public Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel) =>
        Trouble("append") == Rooms.Trouble.AnswersEarly
            ? Task.FromResult<IReadOnlyList<WriteAnswer>>(batch.Select(_ => WriteAnswer.Made).ToList())
            : Ask("append", () => store.AppendAsync(batch, cancel));

    public Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel) =>
        Ask("save", () => store.SaveSnapshotsAsync(batch, cancel));

    public Task<bool> SleepAsync(RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel) =>
        Ask("sleep", () => store.SleepAsync(room, epoch, version, wakeAt, cancel));

    public Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel) =>
        Ask("read log", () => store.ReadLogAsync(room, after, upTo, bytesMax, cancel));

    public Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel) =>
        Ask("locate", () => store.LocateAsync(rooms, cancel));

    public Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(
        PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel) =>
        Ask("rooms of", () => store.RoomsOfAsync(player, alsoThese, cancel));

    public Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel) =>
        Ask("due", () => store.DueAsync(now, roomsMax, cancel));

    public Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel) =>
        Ask("stranded", () => store.StrandedAsync(self, after, roomsMax, cancel));

    public Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel) =>
        Ask("list", () => store.ListAsync(type, finishedToo, roomsMax, cancel));

    public Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel) => Ask("find", () => store.FindAsync(room, cancel));

    public Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel) =>
        Ask("read history", () => store.ReadHistoryAsync(room, upTo, cancel));

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel) =>
        Ask("list history", () => store.ListHistoryAsync(room, entriesMax, cancel));

    public Task<CreateAnswer> ForkAsync(NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel) =>
        Ask("fork", () => store.ForkAsync(room, version, snapshot, cancel));

    public Task<bool> DeleteAsync(RoomId room, CancellationToken cancel) => Ask("delete", () => store.DeleteAsync(room, cancel));

    public Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel)
    {
        Prunes.Add((historyBefore, finishedBefore));
        return Ask("prune", () => store.PruneAsync(historyBefore, finishedBefore, cancel));
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private Task<T> Ask<T>(string name, Func<Task<T>> call)
    {
        Calls.Add(name);
        var (delay, trouble) = (Delay(name), Trouble(name));
        if (delay == TimeSpan.Zero)
        {
            return Make(trouble, call);
        }

        var answer = new TaskCompletionSource<T>();
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                timer!.Dispose();
                var made = Make(trouble, call);

                // What waits for the answer goes on here and now, on the test's own thread.
                SynchronizationContext.SetSynchronizationContext(null);
                if (made.IsFaulted)
                {
                    answer.SetException(made.Exception!.InnerException!);
                }
                else
                {
                    answer.SetResult(made.GetAwaiter().GetResult());
                }
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
        return answer.Task;
    }

    private static Task<T> Make<T>(Trouble trouble, Func<Task<T>> call)
    {
        if (trouble == Rooms.Trouble.FailsAfterwards)
        {
            call().GetAwaiter().GetResult();
        }

        return trouble is Rooms.Trouble.Fails or Rooms.Trouble.FailsAfterwards
            ? Task.FromException<T>(new IOException("the store is troubled"))
            : call();
    }
}
