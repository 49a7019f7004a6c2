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
    private const int RoundsMax = 20;

    // Who is dead is found out before the rooms are locked, and an owner that came meanwhile is not among them. Rooms that were lost with
    // their owner, or whose only snapshot was handed out before, go.
    private const string TakeOver =
        "WITH dead AS MATERIALIZED (SELECT DISTINCT r.owner FROM rooms r WHERE r.id = ANY($1) AND " + PostgresOwners.IsDead + ")," +
        """
        wanted AS MATERIALIZED (
            SELECT r.number, known.log_format, NOT r.stored AND ((r.owner IS NOT NULL AND r.owner <> $5)
                OR ((r.owner IS NULL OR r.version > 0) AND NOT EXISTS (SELECT FROM snapshots s WHERE s.room = r.number))) AS lost
            FROM rooms r
            JOIN unnest($2, $3, $4, $6) AS known(type, eldest, present, log_format)
                ON r.type = known.type AND r.type_version BETWEEN known.eldest AND known.present
                AND r.log_format <= known.log_format
            WHERE r.id = ANY($1) AND r.phase <> 2
                AND (r.owner IS NULL OR r.owner = $5 OR r.owner = ANY(ARRAY(SELECT owner FROM dead)))
            ORDER BY r.id
            FOR NO KEY UPDATE OF r
        ), taken AS (
            UPDATE rooms r SET epoch = r.epoch + 1, phase = 0, owner = $5, wake_at = NULL, log_format = w.log_format
            FROM wanted w WHERE r.number = w.number AND NOT w.lost
            RETURNING r.number, r.id, r.type, r.type_version, r.key, r.epoch, r.version, r.origin
        ), lost AS (
            DELETE FROM rooms r USING wanted w WHERE r.number = w.number AND w.lost
        ), lost_snapshots AS (
            DELETE FROM snapshots s USING wanted w WHERE s.room = w.number AND w.lost
        ), lost_places AS (
            DELETE FROM places p USING wanted w WHERE p.room = w.number AND w.lost
        )
        SELECT * FROM taken
        """;

    private const string Others =
        "SELECT r.id, r.type, r.type_version, r.log_format, CASE WHEN r.owner IS NOT NULL AND r.owner <> $2 AND NOT ("
        + PostgresOwners.IsDead + ") THEN r.owner END FROM rooms r WHERE r.id = ANY($1) AND r.phase <> 2";

    private const string Newest =
        """
        FROM rooms r LEFT JOIN LATERAL (
            SELECT version, snapshot FROM snapshots WHERE room = r.number ORDER BY version DESC LIMIT 1) s ON true
        """;

    private const string Snapshots =
        "SELECT r.number, s.version, s.snapshot " + Newest + " WHERE r.id = ANY($1) AND r.owner = $2 AND s.version IS NOT NULL";

    private const string Records =
        "SELECT l.room, l.epoch, l.base, l.version, l.at, l.turns " + Newest
        + " JOIN log l ON l.room = r.number AND l.version > coalesce(s.version, 0) WHERE r.id = ANY($1) AND r.owner = $2"
        + " ORDER BY l.room, l.version";

    // A room that is not stored runs on from it and never comes back to it.
    private const string HandedOut =
        "DELETE FROM snapshots s USING rooms r WHERE r.id = ANY($1) AND r.owner = $2 AND NOT r.stored AND s.room = r.number";

    internal static async Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        NpgsqlDataSource source,
        IReadOnlyList<RoomId> rooms,
        Incarnation owner,
        IReadOnlyDictionary<RoomTypeName, TypeVersions> known,
        CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        var answers = new TakeOverAnswer?[rooms.Count];
        for (var round = 0; round < RoundsMax; round++)
        {
            var open = Enumerable.Range(0, answers.Length).Where(index => answers[index] is null).ToList();
            if (open.Count == 0)
            {
                return answers!;
            }

            var (taken, others) = await TakeOverAsync(connection, open.ConvertAll(index => rooms[index]), owner, known.ToList(), cancel);
            foreach (var index in open)
            {
                answers[index] = taken.TryGetValue(rooms[index], out var room)
                    ? new TakeOverAnswer.Taken(await FittingAsync(connection, room, cancel))
                    : others.TryGetValue(rooms[index], out var other) ? Refusal(other, known)
                    : TakeOverAnswer.NotFound.Instance;
            }
        }

        throw new TimeoutException("Owners of the wanted rooms changed again and again while they were being taken over.");
    }

    /// <summary>Null: the room changed hands in the middle, and may be taken by now.</summary>
    private static TakeOverAnswer? Refusal(OtherRoom room, IReadOnlyDictionary<RoomTypeName, TypeVersions> known)
    {
        if (room.Live is { } owner)
        {
            return new TakeOverAnswer.Elsewhere(new Incarnation(owner));
        }

        var isKnown = known.TryGetValue(room.Type, out var versions) && versions.Know(room.TypeVersion, room.LogFormat);
        return isKnown ? null : new TakeOverAnswer.Unknown(room.Type, room.TypeVersion, room.LogFormat);
    }

    private static async Task<(Dictionary<RoomId, StoredRoom> Taken, Dictionary<RoomId, OtherRoom> Others)> TakeOverAsync(
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
                        Columns.Longs(known, each => each.Value.LogFormat),
                    },
                },
                Of(Others, rooms, owner),
                Of(Snapshots, rooms, owner),
                Of(Records, rooms, owner),
                Of(HandedOut, rooms, owner),
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
            row => (new RoomId(row.GetString(0)), new OtherRoom(
                new RoomTypeName(row.GetString(1)), (int)row.GetInt64(2), (int)row.GetInt64(3), row.IsDBNull(4) ? null : row.GetString(4))),
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
        return (taken, others.ToDictionary(each => each.Item1, each => each.Item2));
    }

    private static NpgsqlBatchCommand Of(string sql, IReadOnlyList<RoomId> rooms, Incarnation owner) => new(sql)
    {
        Parameters = { Columns.Texts(rooms, each => each.Value), new NpgsqlParameter<string> { TypedValue = owner.Value } },
    };

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

    /// <summary>
    /// A history that does not lead to the row's version is read again: nobody else writes at the new epoch. If it still does not, the room
    /// is refused by who would run it; here it would hold up the others that were taken with it.
    /// </summary>
    private static async Task<StoredRoom> FittingAsync(NpgsqlConnection connection, StoredRoom room, CancellationToken cancel) =>
        Leads(room.History) == room.Version
            ? room
            : room with { History = await PostgresHistory.ReadAsync(connection, room.Id, room.Version, cancel) };

    private static RoomVersion Leads(StoredHistory history) =>
        history.Records.Count > 0 ? history.Records[^1].Version : history.SnapshotVersion;

    /// <summary>A room as it is after the takeover.</summary>
    private readonly record struct OtherRoom(RoomTypeName Type, int TypeVersion, int LogFormat, string? Live);
}
