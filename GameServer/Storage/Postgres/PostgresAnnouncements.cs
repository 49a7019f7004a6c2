using Dapper;
using GameServer.Rooms;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>
/// Announcements in the PostgreSQL of the rooms, at READ COMMITTED: whatever node claims one has it alone. From any thread; a connection
/// from the rooms' pool for each call.
/// </summary>
internal sealed class PostgresAnnouncements(NpgsqlDataSource source) : IAnnouncementStore
{
    internal const string Insert = "INSERT INTO announcements (id, endpoint, at, due_at, body) ";

    private const string Keep = Insert +
        "SELECT id, endpoint, at, at, body FROM unnest($1, $2, $3, $4) AS w(id, endpoint, at, body) ON CONFLICT DO NOTHING";

    // In the transaction of the write with which the rooms end, whose rows are locked, and only where it was made: now, or by an earlier
    // try whose outcome was unknown. Of such a one it may have been delivered meanwhile: then it is told again, under the same id.
    private const string KeepOfEnded = Insert +
        """
        SELECT w.id, w.endpoint, w.at, w.at, w.body
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS w(id, endpoint, at, body, room, epoch, version)
        JOIN rooms r ON r.id = w.room AND r.epoch = w.epoch AND r.version = w.version AND r.phase = 2
        ON CONFLICT DO NOTHING
        """;

    private const string Claim =
        """
        UPDATE announcements a SET due_at = @until, claims = a.claims + 1
        FROM (SELECT id, endpoint FROM announcements WHERE endpoint = @endpoint AND due_at <= @now
            ORDER BY due_at LIMIT @countMax FOR UPDATE SKIP LOCKED) due
        WHERE a.id = due.id AND a.endpoint = due.endpoint
        RETURNING a.id, a.endpoint, a.at, a.claims, a.body
        """;

    private const string Lapse =
        """
        DELETE FROM announcements a
        USING (SELECT id, endpoint FROM announcements WHERE at < @before ORDER BY at LIMIT @countMax FOR UPDATE SKIP LOCKED) lapsed
        WHERE a.id = lapsed.id AND a.endpoint = lapsed.endpoint
        RETURNING a.id, a.endpoint, a.at
        """;

    /// <summary>Keeps what comes with the ends of rooms, in the transaction of these statements.</summary>
    internal static void Add(NpgsqlBatch statements, IEnumerable<EndWrite> ends)
    {
        var rows = ends.SelectMany(end => end.Announcements.Select(what => (End: end, What: what))).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        statements.BatchCommands.Add(new NpgsqlBatchCommand(KeepOfEnded)
        {
            Parameters =
            {
                Columns.Texts(rows, row => row.What.Id),
                Columns.Texts(rows, row => row.What.Endpoint),
                Columns.Longs(rows, row => row.What.At.ToStored()),
                Columns.Bytes(rows, row => row.What.Body),
                Columns.Texts(rows, row => row.End.Room.Value),
                Columns.Longs(rows, row => (long)row.End.Epoch.Value),
                Columns.Longs(rows, row => (long)row.End.Version.Value),
            },
        });
    }

    public async Task<bool> KeepAsync(IReadOnlyList<Announcement> announcements, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand(Keep, connection)
        {
            Parameters =
            {
                Columns.Texts(announcements, each => each.Id),
                Columns.Texts(announcements, each => each.Endpoint),
                Columns.Longs(announcements, each => each.At.ToStored()),
                Columns.Bytes(announcements, each => each.Body),
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
        return true;
    }

    public Task<IReadOnlyList<ClaimedAnnouncement>> ClaimAsync(
        string endpoint, DateTimeOffset now, DateTimeOffset until, int countMax, CancellationToken cancel) => ListAsync(
        Claim,
        new { endpoint, now = now.ToStored(), until = until.ToStored(), countMax },
        row => row.ToClaimed(),
        cancel);

    public Task<bool> RemoveAsync(Announcement delivered, CancellationToken cancel) => ChangeAsync(
        "DELETE FROM announcements WHERE id = @id AND endpoint = @endpoint",
        new { id = delivered.Id, endpoint = delivered.Endpoint },
        cancel);

    public Task<bool> PostponeAsync(ClaimedAnnouncement failed, DateTimeOffset dueAt, CancellationToken cancel) => ChangeAsync(
        "UPDATE announcements SET due_at = @dueAt WHERE id = @id AND endpoint = @endpoint AND claims = @claim",
        new { id = failed.What.Id, endpoint = failed.What.Endpoint, claim = (long)failed.Claim, dueAt = dueAt.ToStored() },
        cancel);

    public Task<IReadOnlyList<LapsedAnnouncement>> LapseAsync(DateTimeOffset before, int countMax, CancellationToken cancel) =>
        ListAsync(Lapse, new { before = before.ToStored(), countMax }, row => row.ToLapsed(), cancel);

    public async Task<AnnouncementFigures> CountAsync(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        var count = await connection.SingleAsync<AnnouncementCount>(new CommandDefinition(
            "SELECT count(*) AS Waiting, min(at) AS Eldest FROM announcements", cancellationToken: cancel));
        return count.ToFigures();
    }

    private async Task<bool> ChangeAsync(string sql, object parameters, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancel)) > 0;
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string sql, object parameters, Func<AnnouncementColumns, T> shape, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        var rows = await connection.RowsAsync<AnnouncementColumns>(new CommandDefinition(sql, parameters, cancellationToken: cancel));
        return rows.Select(shape).ToList();
    }
}
