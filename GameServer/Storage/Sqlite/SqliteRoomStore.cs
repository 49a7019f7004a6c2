using Dapper;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Telemetry;
using Microsoft.Data.Sqlite;

namespace GameServer.Storage.Sqlite;

/// <summary>
/// Rooms in a SQLite file, committed to the disk with every write: one thread that writes, another that reads. From any thread.
/// </summary>
internal sealed class SqliteRoomStore : IRoomStore
{
    internal const string FileName = "gameserver.db";

    private readonly FolderLock? _lock;
    private readonly SqliteDesk _writing;
    private readonly SqliteDesk _reading;

    private SqliteRoomStore(FolderLock? folderLock, SqliteDesk writing, SqliteDesk reading)
    {
        _lock = folderLock;
        _writing = writing;
        _reading = reading;
    }

    internal static async Task<StorePorts> OpenAsync(StoreSettings settings, CancellationToken cancel)
    {
        var isServer = settings.Access == StoreAccess.Server;
        var file = Path.Combine(settings.Folder, FileName);
        if (!isServer && !File.Exists(file))
        {
            throw new StoreStartException($"GameServer:Data: there is no {FileName} in '{settings.Folder}'.");
        }

        var folderLock = isServer ? FolderLock.Take(settings.Folder) : null;
        var patience = settings.CommandTimeout;
        var writing = new SqliteDesk(
            "store", () => isServer ? SqliteDatabase.OpenOwn(file, patience) : SqliteDatabase.OpenBeside(file, patience));
        var store = new SqliteRoomStore(folderLock, writing,
            new SqliteDesk("store-reads", () => SqliteDatabase.OpenToRead(file, patience)));
        try
        {
            await writing.RunAsync(database => database.Connection.QuerySingle<long>("SELECT taken FROM numbers"), cancel);
            return new StorePorts(store, new SqliteAnnouncements(writing), null);
        }
        catch (SqliteException failure)
        {
            await store.DisposeAsync();
            throw new StoreStartException($"GameServer:Data: the file '{file}' can't be opened as a store: {failure.Message}", failure);
        }
    }

    public Task<uint> TakeNumbersAsync(int count, CancellationToken cancel) => WriteAsync(
        database => (uint)database.Connection.QuerySingle<long>(
            "UPDATE numbers SET taken = taken + @count RETURNING taken - @count + 1", new { count }),
        cancel);

    public Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel) =>
        WriteAsync(database => SqliteRooms.Create(database.Connection, room, owner), cancel);

    public Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel) =>
        ReadAsync(connection => SqliteRooms.FindKey(connection, type, key), cancel);

    public Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel) =>
        WriteAsync(database => Each(rooms, room => SqliteRooms.TakeOver(database.Connection, room, owner, known)), cancel);

    public Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        Invariant.Check(batch.Count <= IRoomStore.BatchRoomsMax, "a batch has at most 500 rooms");
        return WriteAsync(database => Each(batch, append => SqliteRooms.Append(database, append)), cancel);
    }

    public Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel)
    {
        Invariant.Check(batch.Count <= IRoomStore.BatchRoomsMax, "a batch has at most 500 rooms");
        return WriteAsync(database => Each(batch, save => SqliteRooms.Save(database, save)), cancel);
    }

    public Task<bool> SleepAsync(RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel) =>
        WriteAsync(database => SqliteRooms.Sleep(database, room, epoch, version, wakeAt), cancel);

    public Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel) => ReadAsync(
        connection => SqliteRooms.NumberOf(connection, room) is { } number
            ? SqliteHistory.Read(connection, number, after, upTo, bytesMax) : [],
        cancel);

    public Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel) =>
        ReadAsync(connection => Each(rooms, room => SqliteRooms.Locate(connection, room)), cancel);

    public Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel) =>
        ListAsync<PlaceColumns, StoredPlace>(
            """
            SELECT r.id, r.type FROM places p JOIN rooms r ON r.number = p.room WHERE p.player = @player
            UNION SELECT r.id, r.type FROM rooms r JOIN heads h ON h.room = r.number WHERE r.id IN @others AND h.phase <> 2
            """,
            new { player = player.Value, others = alsoThese.Select(room => room.Value) },
            row => row.ToPlace(),
            cancel);

    public Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel) => ListAsync<string, RoomId>(
        "SELECT id FROM rooms WHERE wake_at <= @now ORDER BY wake_at LIMIT @roomsMax",
        new { now = now.ToStored(), roomsMax },
        id => new RoomId(id),
        cancel);

    public Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel) =>
        WriteAsync(database => SqliteRooms.Stranded(database.Connection, self, after, roomsMax), cancel);

    public Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel) =>
        ListAsync<RoomColumns, RoomRow>(
            SqliteRooms.Select
                + " WHERE (@type IS NULL OR r.type = @type) AND (@finishedToo OR h.phase <> 2)"
                + " ORDER BY h.changed_at DESC, r.id LIMIT @roomsMax",
            new { type = type?.Value, finishedToo, roomsMax },
            row => row.ToRow(),
            cancel);

    public Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel) => ReadAsync(
        connection => connection.QueryFirstOrDefault<RoomColumns>(
            SqliteRooms.Select + " WHERE r.id = @id", new { id = room.Value })?.ToRow(),
        cancel);

    public Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel) => ReadAsync(
        connection => SqliteRooms.NumberOf(connection, room) is { } number
            ? SqliteHistory.Read(connection, number, upTo)
            : new StoredHistory(default, default, []),
        cancel);

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel) => ReadAsync(
        connection => SqliteRooms.NumberOf(connection, room) is { } number ? SqliteHistory.List(connection, number, entriesMax) : [],
        cancel);

    public Task<CreateAnswer> ForkAsync(NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel) =>
        WriteAsync(database => SqliteRooms.Fork(database.Connection, room, version, snapshot), cancel);

    public Task<bool> DeleteAsync(RoomId room, CancellationToken cancel) =>
        WriteAsync(database => SqliteRooms.Delete(database.Connection, room), cancel);

    public Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel) =>
        WriteAsync(database => SqliteHistory.Prune(database.Connection, historyBefore, finishedBefore), cancel);

    public async ValueTask DisposeAsync()
    {
        await _reading.DisposeAsync();
        await _writing.DisposeAsync();
        _lock?.Dispose();
    }

    private static IReadOnlyList<TOut> Each<TIn, TOut>(IReadOnlyList<TIn> batch, Func<TIn, TOut> work)
    {
        var answers = new TOut[batch.Count];
        for (var index = 0; index < answers.Length; index++)
        {
            answers[index] = work(batch[index]);
        }

        return answers;
    }

    private Task<T> WriteAsync<T>(Func<SqliteDatabase, T> work, CancellationToken cancel) =>
        _writing.RunAsync(database => database.Transact(() => work(database)), cancel);

    /// <summary>Within one transaction, so that what is read fits together.</summary>
    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel) =>
        _reading.RunAsync(database => database.Read(() => work(database.Connection)), cancel);

    private Task<IReadOnlyList<TOut>> ListAsync<TRow, TOut>(
        string sql, object parameters, Func<TRow, TOut> shape, CancellationToken cancel) =>
        ReadAsync<IReadOnlyList<TOut>>(connection => connection.Query<TRow>(sql, parameters).Select(shape).ToList(), cancel);
}
