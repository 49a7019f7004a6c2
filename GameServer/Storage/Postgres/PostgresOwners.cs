using Dapper;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>Whose rooms are, and whether that is somebody who can still run them.</summary>
internal static class PostgresOwners
{
    /// <summary>
    /// Of a row r of rooms: it has an owner, and that one is dead. Exact for the moment of the statement's snapshot; of a row that is
    /// waited for and looked at again, a newer owner would count as dead.
    /// </summary>
    internal const string IsDead =
        "r.owner IS NOT NULL AND NOT EXISTS (SELECT FROM nodes n WHERE n.incarnation = r.owner AND NOT n.revoked)";

    private const string Locate =
        "SELECT r.id, r.owner, r.stored, " + IsDead + " AS Dead FROM rooms r WHERE r.id = ANY(@rooms) AND r.phase <> 2";

    private const string RemoveLost =
        "WITH dead AS MATERIALIZED (SELECT DISTINCT r.owner FROM rooms r WHERE r.phase = 0 AND r.owner <> @self AND " + IsDead + ")," +
        """
        lost AS MATERIALIZED (
            SELECT number FROM rooms WHERE NOT stored AND phase = 0 AND owner = ANY(ARRAY(SELECT owner FROM dead))
            ORDER BY id FOR UPDATE
        ), lost_snapshots AS (
            DELETE FROM snapshots s USING lost l WHERE s.room = l.number
        ), lost_places AS (
            DELETE FROM places p USING lost l WHERE p.room = l.number
        )
        DELETE FROM rooms r USING lost l WHERE r.number = l.number
        """;

    private const string Stranded =
        "SELECT r.id FROM rooms r WHERE r.id > @after AND ((r.phase = 0 AND r.owner <> @self AND " + IsDead + ")"
        + " OR (r.phase = 1 AND r.keep_alive)) ORDER BY r.id LIMIT @roomsMax";

    internal static async Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(
        NpgsqlConnection connection, IReadOnlyList<RoomId> rooms, CancellationToken cancel)
    {
        var ids = rooms.Select(room => room.Value).ToArray();
        var command = new CommandDefinition(Locate, new { rooms = ids }, cancellationToken: cancel);
        var found = await connection.RowsAsync<PlacedColumns>(command);
        var places = found.ToDictionary(row => row.Id, row => row.ToPlace(), StringComparer.Ordinal);
        return ids.Select(id => places.GetValueOrDefault(id, RoomWhereabouts.NotFound.Instance)).ToList();
    }

    internal static async Task<IReadOnlyList<RoomId>> StrandedAsync(
        NpgsqlConnection connection, Incarnation self, RoomId after, int roomsMax, CancellationToken cancel)
    {
        await connection.ExecuteAsync(new CommandDefinition(RemoveLost, new { self = self.Value }, cancellationToken: cancel));
        var ids = await connection.RowsAsync<string>(new CommandDefinition(
            Stranded, new { self = self.Value, after = after.Value, roomsMax }, cancellationToken: cancel));
        return ids.Select(id => new RoomId(id)).ToList();
    }

    private sealed record PlacedColumns
    {
        public string Id { get; init; } = "";

        public string? Owner { get; init; }

        public bool Stored { get; init; }

        public bool Dead { get; init; }

        internal RoomWhereabouts ToPlace() => (Owner, Dead, Stored) switch
        {
            ({ } owner, false, _) => new RoomWhereabouts.RunsAt(new Incarnation(owner)),
            (_, true, false) => RoomWhereabouts.NotFound.Instance,
            _ => RoomWhereabouts.Free.Instance,
        };
    }
}
