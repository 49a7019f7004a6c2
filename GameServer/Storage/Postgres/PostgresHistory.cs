using System.Data;
using Dapper;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>Reads and cuts the histories of rooms.</summary>
internal static class PostgresHistory
{
    private const int RoomsAtOnce = 20;

    private const string Log =
        """
        SELECT room, epoch, base, version, at, turns FROM (
            SELECT l.*, sum(length(l.turns)) OVER (ORDER BY l.version) AS bytes FROM rooms r JOIN log l ON l.room = r.number
            WHERE r.id = @id AND l.version > @after AND l.base < @upTo) AS within
        WHERE bytes <= @bytesMax ORDER BY version
        """;

    private const string Snapshot =
        """
        SELECT s.room, s.version, s.snapshot FROM rooms r JOIN snapshots s ON s.room = r.number
        WHERE r.id = @id AND s.version <= @upTo ORDER BY s.version DESC LIMIT 1
        """;

    private const string Entries =
        """
        SELECT is_snapshot AS IsSnapshot, epoch, version, at, bytes FROM (
            (SELECT 0::bigint AS is_snapshot, l.epoch, l.version, l.at, length(l.turns)::bigint AS bytes
             FROM rooms r JOIN log l ON l.room = r.number WHERE r.id = @id ORDER BY l.version DESC LIMIT @entriesMax)
            UNION ALL
            (SELECT 1, s.epoch, s.version, s.at, length(s.snapshot)
             FROM rooms r JOIN snapshots s ON s.room = r.number WHERE r.id = @id ORDER BY s.version DESC LIMIT @entriesMax)
            ORDER BY 3 DESC, 1 DESC LIMIT @entriesMax) AS newest
        ORDER BY version, is_snapshot
        """;

    private const string ToCut =
        """
        SELECT s.room, max(s.version) AS version FROM snapshots s JOIN rooms r ON r.number = s.room
        WHERE s.at < @before AND s.version > r.kept_from
        GROUP BY s.room LIMIT @roomsMax
        """;

    private const string Cut =
        """
        DELETE FROM log WHERE room = @room AND version <= @version;
        DELETE FROM snapshots WHERE room = @room AND version < @version;
        UPDATE rooms SET kept_from = @version WHERE number = @room;
        """;

    // The history is removed in a statement of its own, which sees what was written until the row was locked.
    private const string RemoveHistory =
        """
        DELETE FROM log WHERE room = ANY(@rooms);
        DELETE FROM snapshots WHERE room = ANY(@rooms);
        DELETE FROM places WHERE room = ANY(@rooms);
        """;

    internal static StoredHistory Of(SnapshotColumns? snapshot, IEnumerable<StoredRecord> records) =>
        new(snapshot?.Snapshot, new RoomVersion((ulong)(snapshot?.Version ?? 0)), records.ToList());

    internal static async Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        NpgsqlConnection connection, RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel)
    {
        var rows = await connection.RowsAsync<RecordColumns>(new CommandDefinition(
            Log, new { id = room.Value, after = Bound(after), upTo = Bound(upTo), bytesMax }, cancellationToken: cancel));
        return rows.Select(row => row.ToRecord()).ToList();
    }

    internal static async Task<StoredHistory> ReadAsync(
        NpgsqlConnection connection, RoomId room, RoomVersion upTo, CancellationToken cancel)
    {
        // Both statements see one moment: pruning between them would leave a snapshot without what follows it.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var snapshot = await connection.FirstOrDefaultAsync<SnapshotColumns>(new CommandDefinition(
            Snapshot, new { id = room.Value, upTo = Bound(upTo) }, cancellationToken: cancel));
        var from = new RoomVersion((ulong)(snapshot?.Version ?? 0));
        return new StoredHistory(snapshot?.Snapshot, from, await ReadLogAsync(connection, room, from, upTo, long.MaxValue, cancel));
    }

    internal static async Task<IReadOnlyList<HistoryEntry>> ListAsync(
        NpgsqlConnection connection, RoomId room, int entriesMax, CancellationToken cancel)
    {
        var rows = await connection.RowsAsync<EntryColumns>(new CommandDefinition(
            Entries, new { id = room.Value, entriesMax }, cancellationToken: cancel));
        return rows.Select(row => row.ToEntry()).ToList();
    }

    internal static async Task<bool> PruneAsync(
        NpgsqlConnection connection, DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel)
    {
        var cuts = (await connection.RowsAsync<CutColumns>(new CommandDefinition(
            ToCut, new { before = historyBefore.ToStored(), roomsMax = RoomsAtOnce }, cancellationToken: cancel))).AsList();
        foreach (var cut in cuts)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                Cut, new { room = cut.Room, version = cut.Version }, cancellationToken: cancel));
        }

        var finished = await RemoveAsync(
            connection,
            """
            DELETE FROM rooms WHERE number IN (
                SELECT number FROM rooms WHERE phase = 2 AND changed_at < @before ORDER BY id LIMIT @roomsMax FOR UPDATE SKIP LOCKED)
            RETURNING number
            """,
            new { before = finishedBefore.ToStored(), roomsMax = RoomsAtOnce },
            cancel);
        return cuts.Count == RoomsAtOnce || finished == RoomsAtOnce;
    }

    internal static async Task<bool> DeleteAsync(NpgsqlConnection connection, RoomId room, CancellationToken cancel) =>
        await RemoveAsync(
            connection,
            """
            DELETE FROM rooms r WHERE id = @id
                AND (phase <> 0 OR EXISTS (SELECT FROM nodes n WHERE n.incarnation = r.owner AND n.revoked))
            RETURNING number
            """,
            new { id = room.Value },
            cancel) > 0;

    private static async Task<int> RemoveAsync(NpgsqlConnection connection, string sql, object parameters, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition(
            "SET LOCAL idle_in_transaction_session_timeout = '10s'", cancellationToken: cancel));
        var rooms = (await connection.RowsAsync<long>(new CommandDefinition(sql, parameters, cancellationToken: cancel))).ToArray();
        if (rooms.Length > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(RemoveHistory, new { rooms }, cancellationToken: cancel));
        }

        await transaction.CommitAsync(cancel);
        return rooms.Length;
    }

    private static long Bound(RoomVersion version) => (long)Math.Min(version.Value, long.MaxValue);
}
