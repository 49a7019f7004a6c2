using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>
/// The append: one statement that locks the rooms' rows in the order of their ids where epoch and base version are the writer's, moves them
/// on and feeds the log from the rows that it moved. Everything else that a takeover could do meanwhile is then seen or kept waiting.
/// docs/decisions/0016-the-append.md says why each part is as it is.
/// </summary>
internal static class PostgresAppend
{
    internal const string Append =
        """
        WITH wanted AS MATERIALIZED (
            SELECT r.number, w.ordinal, w.base, w.version, w.at, w.ended, w.turns
            FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY AS w(id, epoch, base, version, at, ended, turns, ordinal)
            CROSS JOIN LATERAL (
                SELECT number FROM rooms
                WHERE id = w.id AND epoch = w.epoch AND version = w.base AND phase = 0
                FOR NO KEY UPDATE) r
        ), moved AS (
            UPDATE rooms r SET version = w.version, changed_at = w.at,
                phase = CASE WHEN w.ended THEN 2 ELSE r.phase END,
                owner = CASE WHEN w.ended THEN NULL ELSE r.owner END,
                held_key = CASE WHEN w.ended THEN NULL ELSE r.held_key END
            FROM wanted w WHERE r.number = w.number
            RETURNING r.number, r.epoch, w.ordinal, w.base, w.version, w.at, w.turns
        ), logged AS (
            INSERT INTO log (room, version, base, epoch, at, turns)
            SELECT number, version, base, epoch, at, turns FROM moved
        )
        SELECT refused FROM generate_series(1, cardinality($1)) AS refused WHERE refused NOT IN (SELECT ordinal FROM moved)
        """;

    internal static async Task<IReadOnlyList<WriteAnswer>> AppendAsync(
        NpgsqlDataSource source, IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        var answers = new WriteAnswer[batch.Count];
        var fitting = new List<int>(batch.Count);
        for (var index = 0; index < answers.Length; index++)
        {
            answers[index] = WriteAnswer.TooLarge;
            if (batch[index].Turns.Length <= IRoomStore.RecordBytesMax)
            {
                answers[index] = WriteAnswer.Made;
                fitting.Add(index);
            }
        }

        fitting.Sort((left, right) => string.CompareOrdinal(batch[left].Room.Value, batch[right].Room.Value));
        if (fitting.Count == 0)
        {
            return answers;
        }

        await using var connection = await source.OpenConnectionAsync(cancel);
        var refused = await AppendAsync(connection, fitting.ConvertAll(index => batch[index]), cancel);
        if (refused.Count > 0)
        {
            var rows = await ReadAsync(connection, refused.ConvertAll(index => batch[fitting[index]].Room), cancel);
            foreach (var index in refused)
            {
                var append = batch[fitting[index]];
                var isOwn = rows.TryGetValue(append.Room, out var at) && at == (append.Epoch, append.Version);
                answers[fitting[index]] = isOwn ? WriteAnswer.Made : WriteAnswer.Fenced;
            }
        }

        return answers;
    }

    private static async Task<List<int>> AppendAsync(NpgsqlConnection connection, List<RoomAppend> batch, CancellationToken cancel)
    {
        await using var statements = new NpgsqlBatch(connection);
        statements.BatchCommands.Add(new NpgsqlBatchCommand(Append)
        {
            Parameters =
            {
                Columns.Texts(batch, each => each.Room.Value),
                Columns.Longs(batch, each => (long)each.Epoch.Value),
                Columns.Longs(batch, each => (long)each.BaseVersion.Value),
                Columns.Longs(batch, each => (long)each.Version.Value),
                Columns.Longs(batch, each => each.At.ToStored()),
                Columns.Flags(batch, each => each.Ended),
                Columns.Bytes(batch, each => each.Turns),
            },
        });
        PostgresRoster.Add(statements, batch.Select(each => new RosterWrite(each.Room, each.Epoch, each.Version, each.Roster, each.Ended)));
        PostgresAnnouncements.Add(
            statements, batch.Select(each => new EndWrite(each.Room, each.Epoch, each.Version, each.Announcements)));
        await using var reader = await statements.ExecuteReaderAsync(cancel);
        var refused = new List<int>();
        while (await reader.ReadAsync(cancel))
        {
            refused.Add(reader.GetInt32(0) - 1);
        }

        while (await reader.NextResultAsync(cancel))
        {
        }

        return refused;
    }

    private static async Task<Dictionary<RoomId, (Epoch Epoch, RoomVersion Version)>> ReadAsync(
        NpgsqlConnection connection, List<RoomId> rooms, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT id, epoch, version FROM rooms WHERE id = ANY($1)", connection)
        {
            Parameters = { Columns.Texts(rooms, each => each.Value) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new Dictionary<RoomId, (Epoch Epoch, RoomVersion Version)>();
        while (await reader.ReadAsync(cancel))
        {
            found.Add(new RoomId(reader.GetString(0)), (new Epoch((ulong)reader.GetInt64(1)), new RoomVersion((ulong)reader.GetInt64(2))));
        }

        return found;
    }
}
