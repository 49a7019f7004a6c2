using GameServer.Actors;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>
/// Where rooms outlive their process: their rows (who runs which room, at which epoch), their logs and their snapshots. What can be
/// expected is a value; an exception says that the store could not be reached or failed, and that what was asked may or may not have
/// happened. Asked from actors through <see cref="IWorkEdge"/> only. Safe to use from any thread.
/// </summary>
internal interface IRoomStore : IAsyncDisposable
{
    /// <summary>The most rooms in one batch of appends or snapshots.</summary>
    const int BatchRoomsMax = 500;

    /// <summary>
    /// Where a caller ends a batch: its records together; one record alone may be as large as <see cref="RecordBytesMax"/>.
    /// </summary>
    const int BatchBytesMax = 64 * 1024 * 1024;

    /// <summary>The largest record or snapshot.</summary>
    const int RecordBytesMax = 32 * 1024 * 1024;

    /// <summary>Hands out that many room numbers, never handed out before; answers the first.</summary>
    Task<uint> TakeNumbersAsync(int count, CancellationToken cancel);

    /// <summary>
    /// A new room at epoch 1 and version 0, run by the owner. The same again is found and counts as made, unless somebody took the room
    /// over meanwhile: then its key is taken, by itself.
    /// </summary>
    Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel);

    /// <summary>The unfinished room of that type and key, running or asleep; null: there is none.</summary>
    Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel);

    /// <summary>
    /// Raises each room's epoch and makes the owner its only writer, if nobody, it itself or a dead incarnation had it: one that is not a
    /// live node of the cluster, which without a cluster is any other. Answers in the order of the rooms, with what is needed to run them.
    /// Types that the caller does not know in that version are left alone. Of a room that is not stored the snapshot it was put to sleep
    /// with is handed out once; without one where there should be, or with its owner dead, the room is lost: it is removed.
    /// </summary>
    Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel);

    /// <summary>
    /// Appends to the logs of different rooms, in one commit; each row stands or falls alone. Answers in the order of the batch.
    /// The same append again, after an unknown outcome, is found and counts as made.
    /// </summary>
    Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel);

    /// <summary>
    /// Saves snapshots of different rooms, of versions that are committed or, where nothing is logged, newer than the row's, which then
    /// follows. Each stands or falls alone; answers in order.
    /// </summary>
    Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel);

    /// <summary>
    /// Frees the room if it is still at that epoch and version: nobody runs it until it is taken over. The same again is found and counts.
    /// </summary>
    /// <returns>False: it was not.</returns>
    Task<bool> SleepAsync(RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel);

    /// <summary>
    /// Records with turns after the first version and up to the second, eldest first, whole ones while they are within so many bytes. The
    /// first may begin before, the last may lead beyond; records that were pruned are missing.
    /// </summary>
    Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel);

    /// <summary>Where the rooms are, in their order.</summary>
    Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel);

    /// <summary>
    /// Every unfinished room that the player is a member of, and those of the others that are unfinished, whoever is in them: of rooms that
    /// are not stored the store does not know the members.
    /// </summary>
    Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel);

    /// <summary>Sleeping rooms whose time to wake has come, earliest first.</summary>
    Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel);

    /// <summary>
    /// Rooms that a dead incarnation, other than the asker, ran, and sleeping ones that are to be kept alive, in the order of their ids,
    /// after the given one. Those that are not stored were lost with their owner: they are removed.
    /// </summary>
    Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel);

    /// <summary>Rows of rooms for people, newest change first.</summary>
    Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel);

    /// <summary>One room's row; null: there is none.</summary>
    Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel);

    /// <summary>
    /// The newest snapshot at or below the version, and the records after it with turns up to the version; the last may lead beyond.
    /// </summary>
    Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel);

    /// <summary>What is kept of a room's history, the newest so many entries, eldest first.</summary>
    Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel);

    /// <summary>A new, sleeping room that begins with a snapshot. Idempotent for an equal id.</summary>
    Task<CreateAnswer> ForkAsync(NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel);

    /// <summary>
    /// Removes a room that nobody runs with all that is kept of it. False: somebody runs it, as far as is known, or there is none. Without
    /// a cluster nobody knows whether the owner is dead.
    /// </summary>
    Task<bool> DeleteAsync(RoomId room, CancellationToken cancel);

    /// <summary>
    /// Removes history from before the first time, and rooms that finished before the second; a bounded piece at a time. A room's history
    /// is cut at its newest snapshot from before the time, so that all that is left can be shown and nothing that the room needs goes.
    /// </summary>
    /// <returns>True: there is more to remove.</returns>
    Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel);
}
