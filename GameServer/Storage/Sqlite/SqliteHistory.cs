using Dapper;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Microsoft.Data.Sqlite;

namespace GameServer.Storage.Sqlite;

/// <summary>Reads and cuts the histories of rooms. On a desk's thread.</summary>
internal static class SqliteHistory
{
    private const int RoomsAtOnce = 20;

    // From the newest record back to the version: the chain ends where records were pruned.
    private const string Chain =
        """
        WITH RECURSIVE chain(place, prior, base, version) AS (
            SELECT l.place, l.prior, l.base, l.version
            FROM heads h JOIN log l ON l.place = h.tail AND l.room = h.room AND l.version <= h.version
            WHERE h.room = @room AND l.version > @after
            UNION ALL
            SELECT l.place, l.prior, l.base, l.version
            FROM chain c JOIN log l ON l.place = c.prior AND l.room = @room AND l.version <= c.base
            WHERE l.version > @after)

        """;

    private const string Log = Chain +
        "SELECT l.room, l.epoch, l.base, l.version, l.at, l.turns FROM chain c JOIN log l ON l.place = c.place "
        + "WHERE c.base < @upTo ORDER BY c.version";

    private const string Snapshot =
        "SELECT room, version, snapshot FROM snapshots WHERE room = @room AND version <= @upTo ORDER BY version DESC LIMIT 1";

    private const string Entries = Chain +
        """
        SELECT is_snapshot AS IsSnapshot, epoch, version, at, bytes FROM (
            SELECT 0 AS is_snapshot, l.epoch, l.version, l.at, length(l.turns) AS bytes FROM chain c JOIN log l ON l.place = c.place
            UNION ALL
            SELECT 1, epoch, version, at, length(snapshot) FROM snapshots WHERE room = @room
            ORDER BY 3 DESC, 1 DESC LIMIT @entriesMax)
        ORDER BY version, is_snapshot
        """;

    private const string ToCut =
        """
        SELECT s.room, max(s.version) AS version
        FROM snapshots s JOIN rooms r ON r.number = s.room
        WHERE s.at < @before AND s.version > r.kept_from
        GROUP BY s.room LIMIT @roomsMax
        """;

    internal static IReadOnlyList<StoredRecord> Read(
        SqliteConnection connection, long room, RoomVersion after, RoomVersion upTo, long bytesMax)
    {
        var bytes = 0L;
        return connection
            .Query<RecordColumns>(Log, new { room, after = Bound(after), upTo = Bound(upTo) }, buffered: false)
            .TakeWhile(row => (bytes += row.Turns.Length) <= bytesMax)
            .Select(row => row.ToRecord())
            .ToList();
    }

    internal static StoredHistory Read(SqliteConnection connection, long room, RoomVersion upTo)
    {
        var snapshot = connection.QueryFirstOrDefault<SnapshotColumns>(Snapshot, new { room, upTo = Bound(upTo) });
        var from = new RoomVersion((ulong)(snapshot?.Version ?? 0));
        return new StoredHistory(snapshot?.Snapshot, from, Read(connection, room, from, upTo, long.MaxValue));
    }

    internal static IReadOnlyList<HistoryEntry> List(SqliteConnection connection, long room, int entriesMax) =>
        connection.Query<EntryColumns>(Entries, new { room, after = -1L, entriesMax }).Select(row => row.ToEntry()).ToList();

    /// <returns>Whether there is more to prune.</returns>
    internal static bool Prune(SqliteConnection connection, DateTimeOffset historyBefore, DateTimeOffset finishedBefore)
    {
        var cuts = connection.Query<CutColumns>(ToCut, new { before = historyBefore.ToStored(), roomsMax = RoomsAtOnce }).AsList();
        foreach (var cut in cuts)
        {
            var (room, version) = (cut.Room, cut.Version);
            connection.Execute(
                Chain + "DELETE FROM log WHERE place IN (SELECT place FROM chain WHERE version <= @version)",
                new { room, after = -1L, version });
            connection.Execute("DELETE FROM snapshots WHERE room = @room AND version < @version", new { room, version });
            connection.Execute("UPDATE rooms SET kept_from = @version WHERE number = @room", new { room, version });
        }

        var finished = connection.Query<long>(
            "SELECT number FROM rooms WHERE finished_at < @before LIMIT @roomsMax",
            new { before = finishedBefore.ToStored(), roomsMax = RoomsAtOnce }).AsList();
        finished.ForEach(room => Remove(connection, room));
        return cuts.Count == RoomsAtOnce || finished.Count == RoomsAtOnce;
    }

    /// <summary>Removes a room with all that is kept of it.</summary>
    internal static void Remove(SqliteConnection connection, long room) => connection.Execute(
        Chain + """
        DELETE FROM log WHERE place IN (SELECT place FROM chain);
        DELETE FROM snapshots WHERE room = @room;
        DELETE FROM places WHERE room = @room;
        DELETE FROM heads WHERE room = @room;
        DELETE FROM rooms WHERE number = @room;
        """,
        new { room, after = -1L });

    private static long Bound(RoomVersion version) => (long)Math.Min(version.Value, long.MaxValue);
}
