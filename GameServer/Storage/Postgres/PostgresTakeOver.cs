using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>
/// The takeover: one conditional statement that raises the epochs, then, in the same round trip, statements that read what the rooms have
/// become. Read in the first one the log would be that of before it waited for an append.
/// </summary>
internal static class PostgresTakeOver
{
    private const string TakeOver =
        """
        WITH wanted AS MATERIALIZED (
            SELECT r.number FROM rooms r
            JOIN unnest($2, $3, $4) AS known(type, eldest, present)
                ON r.type = known.type AND r.type_version BETWEEN known.eldest AND known.present
            WHERE r.id = ANY($1) AND r.phase <> 2
            ORDER BY r.id
            FOR NO KEY UPDATE OF r
        )
        UPDATE rooms r SET epoch = r.epoch + 1, phase = 0, owner = $5, wake_at = NULL
        FROM wanted w WHERE r.number = w.number
        RETURNING r.number, r.id, r.type, r.type_version, r.key, r.epoch, r.version, r.origin
        """;

    private const string Others = "SELECT id, type, type_version FROM rooms WHERE id = ANY($1) AND phase <> 2";

    private const string Newest =
        """
        FROM rooms r LEFT JOIN LATERAL (
            SELECT version, snapshot FROM snapshots WHERE room = r.number ORDER BY version DESC LIMIT 1) s ON true
        """;

    private const string Snapshots = "SELECT r.number, s.version, s.snapshot " + Newest + " WHERE r.id = ANY($1) AND s.version IS NOT NULL";

    private const string Records =
        "SELECT l.room, l.epoch, l.base, l.version, l.at, l.turns " + Newest
        + " JOIN log l ON l.room = r.number AND l.version > coalesce(s.version, 0) WHERE r.id = ANY($1) ORDER BY l.room, l.version";

    internal static async Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        NpgsqlDataSource source,
        IReadOnlyList<RoomId> rooms,
        Incarnation owner,
        IReadOnlyDictionary<RoomTypeName, TypeVersions> known,
        CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        var (taken, others) = await TakeOverAsync(connection, rooms, owner, known.ToList(), cancel);
        var answers = new TakeOverAnswer[rooms.Count];
        for (var index = 0; index < answers.Length; index++)
        {
            answers[index] = taken.TryGetValue(rooms[index], out var room)
                ? new TakeOverAnswer.Taken(await FittingAsync(connection, room, cancel))
                : others.TryGetValue(rooms[index], out var other) ? other
                : TakeOverAnswer.NotFound.Instance;
        }

        return answers;
    }

    private static async Task<(Dictionary<RoomId, StoredRoom> Taken, Dictionary<RoomId, TakeOverAnswer> Others)> TakeOverAsync(
        NpgsqlConnection connection,
        IReadOnlyList<RoomId> rooms,
        Incarnation owner,
        List<KeyValuePair<RoomTypeName, TypeVersions>> known,
        CancellationToken cancel)
    {
        await using var statements = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(TakeOver)
                {
                    Parameters =
                    {
                        Columns.Texts(rooms, each => each.Value),
                        Columns.Texts(known, each => each.Key.Value),
                        Columns.Longs(known, each => each.Value.Eldest),
                        Columns.Longs(known, each => each.Value.Present),
                        new NpgsqlParameter<string> { TypedValue = owner.Value },
                    },
                },
                new NpgsqlBatchCommand(Others) { Parameters = { Columns.Texts(rooms, each => each.Value) } },
                new NpgsqlBatchCommand(Snapshots) { Parameters = { Columns.Texts(rooms, each => each.Value) } },
                new NpgsqlBatchCommand(Records) { Parameters = { Columns.Texts(rooms, each => each.Value) } },
            },
        };
        await using var reader = await statements.ExecuteReaderAsync(cancel);
        var rows = await ReadAsync(
            reader,
            row => new StoredRoom(
                new RoomId(row.GetString(1)),
                new RoomNumber((uint)row.GetInt64(0)),
                new RoomTypeName(row.GetString(2)),
                (int)row.GetInt64(3),
                row.GetString(4),
                new Epoch((ulong)row.GetInt64(5)),
                new RoomVersion((ulong)row.GetInt64(6)),
                row.GetFieldValue<byte[]>(7),
                new StoredHistory(default, default, [])),
            cancel);
        var others = await ReadAsync(
            reader,
            row => (new RoomId(row.GetString(0)), new TakeOverAnswer.Unknown(new RoomTypeName(row.GetString(1)), (int)row.GetInt64(2))),
            cancel);
        var snapshots = (await ReadAsync(
            reader, row => new SnapshotColumns(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)), cancel))
                .ToDictionary(each => each.Room);
        var records = (await ReadAsync(
            reader,
            row => new RecordColumns(
                row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetFieldValue<byte[]>(5)),
            cancel)).ToLookup(each => each.Room, each => each.ToRecord());
        var taken = rows.ToDictionary(row => row.Id, row => row with
        {
            History = PostgresHistory.Of(snapshots.GetValueOrDefault(row.Number.Value), records[row.Number.Value]),
        });
        return (taken, others.ToDictionary(each => each.Item1, each => (TakeOverAnswer)each.Item2));
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> shape, CancellationToken cancel)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(shape(reader));
        }

        await reader.NextResultAsync(cancel);
        return rows;
    }

    /// <summary>A history that does not lead to the row's version is read again: nobody else writes at the new epoch.</summary>
    private static async Task<StoredRoom> FittingAsync(NpgsqlConnection connection, StoredRoom room, CancellationToken cancel)
    {
        if (Leads(room.History) == room.Version)
        {
            return room;
        }

        var again = await PostgresHistory.ReadAsync(connection, room.Id, room.Version, cancel);
        return Leads(again) == room.Version
            ? room with { History = again }
            : throw new InvalidOperationException($"The history of room {room.Id} leads to {Leads(again)}, its row says {room.Version}.");
    }

    private static RoomVersion Leads(StoredHistory history) =>
        history.Records.Count > 0 ? history.Records[^1].Version : history.SnapshotVersion;
}
