using Dapper;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>Makes rooms. A conflict of ids or keys shows in the unique indexes, so that the first wins on whatever node.</summary>
internal static class PostgresRooms
{
    internal const string Select =
        """
        SELECT r.number, r.id, r.type, r.type_version AS TypeVersion, r.log_format AS LogFormat, r.key, r.origin,
            r.created_at AS CreatedAt, r.wake_at AS WakeAt,
            r.epoch, r.version, r.phase::bigint AS Phase, r.changed_at AS ChangedAt,
            (SELECT count(*) FROM places p WHERE p.room = r.number) AS Members
        FROM rooms r
        """;

    private const string Insert =
        """
        INSERT INTO rooms (number, id, type, type_version, key, held_key, keep_alive, origin, created_at, changed_at,
            owner, epoch, version, phase, stored, log_format)
        VALUES (@number, @id, @type, @typeVersion, @key, nullif(@key, ''), @keepAlive, @origin, @createdAt, @createdAt,
            @owner, 1, @version, @phase, @stored, @logFormat)
        ON CONFLICT DO NOTHING
        """;

    private const string InsertAndTell = "WITH made AS (" + Insert + " RETURNING number), told AS (" + PostgresAnnouncements.Insert +
        """
        SELECT w.id, w.endpoint, w.at, w.at, w.body FROM unnest(@told, @endpoints, @times, @bodies) AS w(id, endpoint, at, body)
        WHERE EXISTS (SELECT FROM made) ON CONFLICT DO NOTHING)
        SELECT count(*) FROM made
        """;

    private const string InsertSnapshot =
        "INSERT INTO snapshots (room, version, epoch, at, snapshot) SELECT number, @version, 1, @createdAt, @snapshot";

    internal static async Task<CreateAnswer> CreateAsync(
        NpgsqlConnection connection, NewRoom room, Incarnation owner, CancellationToken cancel)
    {
        while (true)
        {
            if (await InsertAsync(connection, room, owner, cancel))
            {
                return CreateAnswer.Created.Instance;
            }

            var found = await connection.FirstOrDefaultAsync<OwnerColumns>(new CommandDefinition(
                "SELECT epoch, owner FROM rooms WHERE id = @id", new { id = room.Id.Value }, cancellationToken: cancel));
            if (found is not null)
            {
                return found.Epoch == 1 && found.Owner == owner.Value ? CreateAnswer.Created.Instance : new CreateAnswer.KeyTaken(room.Id);
            }

            // The room that had the key may have ended since: then there is room for this one.
            if (await FindKeyAsync(connection, room.Type, room.Key, cancel) is { } by)
            {
                return new CreateAnswer.KeyTaken(by);
            }
        }
    }

    internal static async Task<CreateAnswer> ForkAsync(
        NpgsqlConnection connection, NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel)
    {
        const string Fork = "WITH made AS (" + Insert + " RETURNING number) " + InsertSnapshot + " FROM made";
        while (true)
        {
            var command = new CommandDefinition(Fork, Parameters(room, null, version, snapshot, 1), cancellationToken: cancel);
            if (await connection.ExecuteAsync(command) > 0)
            {
                return CreateAnswer.Created.Instance;
            }

            var isThere = await connection.FirstOrDefaultAsync<long?>(new CommandDefinition(
                "SELECT number FROM rooms WHERE id = @id", new { id = room.Id.Value }, cancellationToken: cancel));
            if (isThere is not null)
            {
                return CreateAnswer.Created.Instance;
            }

            if (await FindKeyAsync(connection, room.Type, room.Key, cancel) is { } by)
            {
                return new CreateAnswer.KeyTaken(by);
            }
        }
    }

    internal static async Task<RoomId?> FindKeyAsync(NpgsqlConnection connection, RoomTypeName type, string key, CancellationToken cancel)
    {
        var id = await connection.FirstOrDefaultAsync<string>(new CommandDefinition(
            "SELECT id FROM rooms WHERE type = @type AND held_key = @key", new { type = type.Value, key }, cancellationToken: cancel));
        return id is null ? null : new RoomId(id);
    }

    private static async Task<bool> InsertAsync(NpgsqlConnection connection, NewRoom room, Incarnation owner, CancellationToken cancel)
    {
        var parameters = new DynamicParameters(Parameters(room, owner.Value, default, default, 0));
        if (room.Announcements.Count == 0)
        {
            return await connection.ExecuteAsync(new CommandDefinition(Insert, parameters, cancellationToken: cancel)) > 0;
        }

        parameters.Add("told", room.Announcements.Select(each => each.Id).ToArray());
        parameters.Add("endpoints", room.Announcements.Select(each => each.Endpoint).ToArray());
        parameters.Add("times", room.Announcements.Select(each => each.At.ToStored()).ToArray());
        parameters.Add("bodies", room.Announcements.Select(each => each.Body.ToArray()).ToArray());
        return await connection.SingleAsync<long>(new CommandDefinition(InsertAndTell, parameters, cancellationToken: cancel)) > 0;
    }

    private static object Parameters(NewRoom room, string? owner, RoomVersion version, ReadOnlyMemory<byte> snapshot, short phase) => new
    {
        number = (long)room.Number.Value,
        id = room.Id.Value,
        type = room.Type.Value,
        typeVersion = (long)room.TypeVersion,
        logFormat = (long)room.LogFormat,
        key = room.Key,
        keepAlive = room.KeepAlive,
        stored = room.IsStored,
        origin = room.Origin.ToArray(),
        createdAt = room.CreatedAt.ToStored(),
        owner,
        version = (long)version.Value,
        phase,
        snapshot = snapshot.ToArray(),
    };
}
