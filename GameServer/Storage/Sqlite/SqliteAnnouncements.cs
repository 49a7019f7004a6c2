using Dapper;
using GameServer.Rooms;
using Microsoft.Data.Sqlite;

namespace GameServer.Storage.Sqlite;

/// <summary>Announcements in the SQLite file of the rooms, on the desk that writes. From any thread.</summary>
internal sealed class SqliteAnnouncements(SqliteDesk writing) : IAnnouncementStore
{
    private const string Insert =
        """
        INSERT INTO announcements (id, endpoint, at, due_at, body) VALUES (@id, @endpoint, @at, @at, @body)
        ON CONFLICT DO NOTHING
        """;

    private const string Claim =
        """
        UPDATE announcements SET due_at = @until, claims = claims + 1
        WHERE rowid IN (
            SELECT rowid FROM announcements WHERE endpoint = @endpoint AND due_at <= @now ORDER BY due_at LIMIT @countMax)
        RETURNING id, endpoint, at, claims, body
        """;

    private const string Lapse =
        """
        DELETE FROM announcements WHERE rowid IN (SELECT rowid FROM announcements WHERE at < @before ORDER BY at LIMIT @countMax)
        RETURNING id, endpoint, at
        """;

    /// <summary>Within a transaction, on the desk's thread.</summary>
    internal static void Keep(SqliteConnection connection, IReadOnlyList<Announcement> announcements)
    {
        foreach (var each in announcements)
        {
            connection.Execute(
                Insert, new { id = each.Id, endpoint = each.Endpoint, at = each.At.ToStored(), body = each.Body.ToArray() });
        }
    }

    public Task<bool> KeepAsync(IReadOnlyList<Announcement> announcements, CancellationToken cancel) => WriteAsync(
        connection =>
        {
            Keep(connection, announcements);
            return true;
        },
        cancel);

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
        new { id = failed.What.Id, endpoint = failed.What.Endpoint, claim = failed.Claim, dueAt = dueAt.ToStored() },
        cancel);

    public Task<IReadOnlyList<LapsedAnnouncement>> LapseAsync(DateTimeOffset before, int countMax, CancellationToken cancel) =>
        ListAsync(Lapse, new { before = before.ToStored(), countMax }, row => row.ToLapsed(), cancel);

    public Task<AnnouncementFigures> CountAsync(CancellationToken cancel) => WriteAsync(
        connection => connection.QuerySingle<AnnouncementCount>(
            "SELECT count(*) AS Waiting, min(at) AS Eldest FROM announcements").ToFigures(),
        cancel);

    private Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel) =>
        writing.RunAsync(database => database.Transact(() => work(database.Connection)), cancel);

    private Task<bool> ChangeAsync(string sql, object parameters, CancellationToken cancel) =>
        WriteAsync(connection => connection.Execute(sql, parameters) > 0, cancel);

    private Task<IReadOnlyList<T>> ListAsync<T>(
        string sql, object parameters, Func<AnnouncementColumns, T> shape, CancellationToken cancel) =>
        WriteAsync<IReadOnlyList<T>>(
            connection => connection.Query<AnnouncementColumns>(sql, parameters).Select(shape).ToList(), cancel);
}
