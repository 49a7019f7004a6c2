using Dapper;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Telemetry;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>
/// Rooms in a PostgreSQL that several nodes may share, at READ COMMITTED. From any thread; a connection from the pool for each call.
/// </summary>
internal sealed class PostgresRoomStore : IRoomStore
{
    /// <summary>A lease is renewed, and another node is revoked meanwhile.</summary>
    private const int NodeConnectionsMax = 2;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _nodes;

    private PostgresRoomStore(NpgsqlDataSource source, NpgsqlDataSource nodes)
    {
        (_source, _nodes) = (source, nodes);
    }

    internal static async Task<StorePorts> OpenAsync(StoreSettings settings, CancellationToken cancel)
    {
        var (source, where) = PostgresSource.Of(settings);
        try
        {
            await using (var connection = await source.OpenConnectionAsync(cancel))
            {
                await PostgresSource.CheckAsync(connection, cancel);
                await PostgresSchema.MigrateAsync(connection, cancel);
            }

            // Connections of their own: however much rooms ask of the store, a lease does not wait behind it.
            var nodes = PostgresSource.Of(settings, NodeConnectionsMax).Source;
            return new StorePorts(new PostgresRoomStore(source, nodes), new PostgresAnnouncements(source), new PostgresNodes(nodes));
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or StoreStartException)
        {
            await source.DisposeAsync();
            throw failure as StoreStartException
                ?? new StoreStartException($"GameServer:Store: the database at {where} can't be used: {failure.Message}", failure);
        }
    }

    public Task<uint> TakeNumbersAsync(int count, CancellationToken cancel) => OnAsync(
        async connection => (uint)await connection.SingleAsync<long>(new CommandDefinition(
            "UPDATE numbers SET taken = taken + @count RETURNING taken - @count + 1",
            new { count = (long)count }, cancellationToken: cancel)),
        cancel);

    public Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel) =>
        OnAsync(connection => PostgresRooms.CreateAsync(connection, room, owner, cancel), cancel);

    public Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel) =>
        OnAsync(connection => PostgresRooms.FindKeyAsync(connection, type, key, cancel), cancel);

    public Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel) =>
        PostgresTakeOver.TakeOverAsync(_source, rooms, owner, known, cancel);

    public Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        Invariant.Check(batch.Count <= IRoomStore.BatchRoomsMax, "a batch has at most 500 rooms");
        return PostgresAppend.AppendAsync(_source, batch, cancel);
    }

    public Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel)
    {
        Invariant.Check(batch.Count <= IRoomStore.BatchRoomsMax, "a batch has at most 500 rooms");
        return PostgresSnapshots.SaveAsync(_source, batch, cancel);
    }

    public Task<bool> SleepAsync(
        RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel) => OnAsync(
        async connection => await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE rooms SET phase = 1, owner = NULL, wake_at = @wakeAt
            WHERE id = @id AND epoch = @epoch AND version = @version AND phase <> 2
            """,
            new { id = room.Value, epoch = (long)epoch.Value, version = (long)version.Value, wakeAt = wakeAt?.ToStored() },
            cancellationToken: cancel)) > 0,
        cancel);

    public Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel) =>
        OnAsync(connection => PostgresHistory.ReadLogAsync(connection, room, after, upTo, bytesMax, cancel), cancel);

    public Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel) =>
        OnAsync(connection => PostgresOwners.LocateAsync(connection, rooms, cancel), cancel);

    public Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel) =>
        ListAsync<PlaceColumns, StoredPlace>(
            """
            SELECT r.id, r.type FROM places p JOIN rooms r ON r.number = p.room WHERE p.player = @player
            UNION SELECT id, type FROM rooms WHERE id = ANY(@others) AND phase <> 2
            """,
            new { player = player.Value, others = alsoThese.Select(room => room.Value).ToArray() },
            row => row.ToPlace(),
            cancel);

    public Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel) => ListAsync<string, RoomId>(
        "SELECT id FROM rooms WHERE wake_at <= @now ORDER BY wake_at LIMIT @roomsMax",
        new { now = now.ToStored(), roomsMax },
        id => new RoomId(id),
        cancel);

    public Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel) =>
        OnAsync(connection => PostgresOwners.StrandedAsync(connection, self, after, roomsMax, cancel), cancel);

    public Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel) =>
        ListAsync<RoomColumns, RoomRow>(
            PostgresRooms.Select
                + " WHERE (@type::text IS NULL OR r.type = @type) AND (@finishedToo OR r.phase <> 2)"
                + " ORDER BY r.changed_at DESC, r.id LIMIT @roomsMax",
            new { type = type?.Value, finishedToo, roomsMax },
            row => row.ToRow(),
            cancel);

    public Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel) => OnAsync(
        async connection => (await connection.FirstOrDefaultAsync<RoomColumns>(new CommandDefinition(
            PostgresRooms.Select + " WHERE r.id = @id", new { id = room.Value }, cancellationToken: cancel)))?.ToRow(),
        cancel);

    public Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel) =>
        OnAsync(connection => PostgresHistory.ReadAsync(connection, room, upTo, cancel), cancel);

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel) =>
        OnAsync(connection => PostgresHistory.ListAsync(connection, room, entriesMax, cancel), cancel);

    public Task<CreateAnswer> ForkAsync(NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel) =>
        OnAsync(connection => PostgresRooms.ForkAsync(connection, room, version, snapshot, cancel), cancel);

    public Task<bool> DeleteAsync(RoomId room, CancellationToken cancel) =>
        OnAsync(connection => PostgresHistory.DeleteAsync(connection, room, cancel), cancel);

    public Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel) =>
        OnAsync(connection => PostgresHistory.PruneAsync(connection, historyBefore, finishedBefore, cancel), cancel);

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<T> OnAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        return await work(connection);
    }

    private Task<IReadOnlyList<TOut>> ListAsync<TRow, TOut>(
        string sql, object parameters, Func<TRow, TOut> shape, CancellationToken cancel) =>
        OnAsync<IReadOnlyList<TOut>>(
            async connection =>
                (await connection.RowsAsync<TRow>(new CommandDefinition(sql, parameters, cancellationToken: cancel)))
                    .Select(shape).ToList(),
            cancel);
}
