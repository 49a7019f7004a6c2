using GameServer.Rooms;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>Saves snapshots, under the same locks as an append.</summary>
internal static class PostgresSnapshots
{
    private const string Save =
        """
        WITH wanted AS MATERIALIZED (
            SELECT r.number, w.ordinal, w.version, w.type_version, w.at, w.ended, w.snapshot
            FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY AS w(id, epoch, version, type_version, at, ended, snapshot, ordinal)
            CROSS JOIN LATERAL (SELECT number FROM rooms WHERE id = w.id AND epoch = w.epoch FOR NO KEY UPDATE) r
        ), moved AS (
            UPDATE rooms r SET type_version = w.type_version,
                version = CASE WHEN r.phase = 0 THEN greatest(r.version, w.version) ELSE r.version END,
                changed_at = CASE WHEN r.phase = 0 THEN w.at ELSE r.changed_at END,
                phase = CASE WHEN r.phase = 0 AND w.ended THEN 2 ELSE r.phase END,
                owner = CASE WHEN w.ended THEN NULL ELSE r.owner END,
                held_key = CASE WHEN w.ended THEN NULL ELSE r.held_key END
            FROM wanted w WHERE r.number = w.number
            RETURNING r.number, r.epoch, w.ordinal, w.version, w.at, w.snapshot
        ), saved AS (
            INSERT INTO snapshots (room, version, epoch, at, snapshot)
            SELECT number, version, epoch, at, snapshot FROM moved
            ON CONFLICT (room, version) DO UPDATE SET epoch = excluded.epoch, at = excluded.at, snapshot = excluded.snapshot
        )
        SELECT ordinal FROM moved
        """;

    private const string RemoveElder =
        """
        DELETE FROM snapshots s USING unnest($1, $2, $3) AS w(id, epoch, version)
        JOIN rooms r ON r.id = w.id AND r.epoch = w.epoch
        WHERE s.room = r.number AND s.version < w.version
        """;

    internal static async Task<IReadOnlyList<WriteAnswer>> SaveAsync(
        NpgsqlDataSource source, IReadOnlyList<SnapshotSave> batch, CancellationToken cancel)
    {
        var answers = batch.Select(each => each.Snapshot.Length > IRoomStore.RecordBytesMax ? WriteAnswer.TooLarge : WriteAnswer.Fenced)
            .ToArray();
        var fitting = Enumerable.Range(0, answers.Length).Where(index => answers[index] != WriteAnswer.TooLarge).ToList();
        fitting.Sort((left, right) => string.CompareOrdinal(batch[left].Room.Value, batch[right].Room.Value));
        if (fitting.Count > 0)
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var statements = Statements(connection, fitting.ConvertAll(index => batch[index]));
            await using var reader = await statements.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                answers[fitting[(int)reader.GetInt64(0) - 1]] = WriteAnswer.Made;
            }

            while (await reader.NextResultAsync(cancel))
            {
            }
        }

        return answers;
    }

    private static NpgsqlBatch Statements(NpgsqlConnection connection, List<SnapshotSave> batch)
    {
        var statements = new NpgsqlBatch(connection);
        statements.BatchCommands.Add(new NpgsqlBatchCommand(Save)
        {
            Parameters =
            {
                Columns.Texts(batch, each => each.Room.Value),
                Columns.Longs(batch, each => (long)each.Epoch.Value),
                Columns.Longs(batch, each => (long)each.Version.Value),
                Columns.Longs(batch, each => each.TypeVersion),
                Columns.Longs(batch, each => each.At.ToStored()),
                Columns.Flags(batch, each => each.Ended),
                Columns.Bytes(batch, each => each.Snapshot),
            },
        });
        PostgresRoster.Add(statements, batch.Select(each => new RosterWrite(each.Room, each.Epoch, each.Version, each.Roster, each.Ended)));
        PostgresAnnouncements.Add(
            statements, batch.Select(each => new EndWrite(each.Room, each.Epoch, each.Version, each.Announcements)));
        if (batch.FindAll(each => each.IsOnlyOne) is { Count: > 0 } onlyOnes)
        {
            statements.BatchCommands.Add(new NpgsqlBatchCommand(RemoveElder)
            {
                Parameters =
                {
                    Columns.Texts(onlyOnes, each => each.Room.Value),
                    Columns.Longs(onlyOnes, each => (long)each.Epoch.Value),
                    Columns.Longs(onlyOnes, each => (long)each.Version.Value),
                },
            });
        }

        return statements;
    }
}
