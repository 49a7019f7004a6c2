using Dapper;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Microsoft.Data.Sqlite;

namespace GameServer.Storage.Sqlite;

/// <summary>What is done with rooms besides their appends. Within a transaction, on the writing desk's thread.</summary>
internal static class SqliteRooms
{
    internal const string Select =
        """
        SELECT r.number, r.id, r.type, r.type_version AS TypeVersion, r.log_format AS LogFormat, r.key, r.origin,
            r.created_at AS CreatedAt, r.wake_at AS WakeAt,
            r.stored, r.owner, h.epoch, h.version, h.phase, h.changed_at AS ChangedAt,
            (SELECT count(*) FROM places p WHERE p.room = r.number) AS Members
        FROM rooms r JOIN heads h ON h.room = r.number
        """;

    private const string Insert =
        """
        INSERT INTO rooms
            (number, id, type, type_version, key, held_key, keep_alive, origin, created_at, owner, wake_at, kept_from, stored,
            log_format)
        VALUES (@number, @id, @type, @typeVersion, @key, nullif(@key, ''), @keepAlive, @origin, @createdAt, @owner, NULL, 0, @stored,
            @logFormat);
        INSERT INTO heads (room, epoch, version, phase, changed_at, tail) VALUES (@number, 1, @version, @phase, @createdAt, NULL);
        """;

    private const string SaveSnapshot =
        """
        INSERT INTO snapshots (room, version, epoch, at, snapshot) VALUES (@room, @version, @epoch, @at, @snapshot)
        ON CONFLICT (room, version) DO UPDATE SET epoch = excluded.epoch, at = excluded.at, snapshot = excluded.snapshot;
        UPDATE rooms SET type_version = @typeVersion WHERE number = @room AND type_version <> @typeVersion;
        """;

    internal static CreateAnswer Create(SqliteConnection connection, NewRoom room, Incarnation owner)
    {
        var found = connection.QueryFirstOrDefault<OwnerColumns>(
            "SELECT h.epoch, r.owner FROM rooms r JOIN heads h ON h.room = r.number WHERE r.id = @id", new { id = room.Id.Value });
        if (found is not null)
        {
            return found.Epoch == 1 && found.Owner == owner.Value ? CreateAnswer.Created.Instance : new CreateAnswer.KeyTaken(room.Id);
        }

        var answer = Add(connection, room, owner.Value, default, RoomPhase.Placed);
        if (answer is CreateAnswer.Created)
        {
            SqliteAnnouncements.Keep(connection, room.Announcements);
        }

        return answer;
    }

    internal static CreateAnswer Fork(SqliteConnection connection, NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot)
    {
        if (NumberOf(connection, room.Id) is not null)
        {
            return CreateAnswer.Created.Instance;
        }

        var answer = Add(connection, room, null, version, RoomPhase.Asleep);
        if (answer is CreateAnswer.Created)
        {
            AddSnapshot(connection, room.Number.Value, 1, version, room.TypeVersion, snapshot, room.CreatedAt);
        }

        return answer;
    }

    internal static RoomId? FindKey(SqliteConnection connection, RoomTypeName type, string key)
    {
        var id = connection.QueryFirstOrDefault<string>(
            "SELECT id FROM rooms WHERE type = @type AND held_key = @key", new { type = type.Value, key });
        return id is null ? null : new RoomId(id);
    }

    internal static TakeOverAnswer TakeOver(
        SqliteConnection connection, RoomId id, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known)
    {
        var row = connection.QueryFirstOrDefault<RoomColumns>(
            SqliteRooms.Select + " WHERE r.id = @id AND h.phase <> 2", new { id = id.Value });
        if (row is null)
        {
            return TakeOverAnswer.NotFound.Instance;
        }

        if (row.Stored == 0 && IsLost(connection, row, owner))
        {
            SqliteHistory.Remove(connection, row.Number);
            return TakeOverAnswer.NotFound.Instance;
        }

        var type = new RoomTypeName(row.Type);
        if (!known.TryGetValue(type, out var versions) || !versions.Know((int)row.TypeVersion, (int)row.LogFormat))
        {
            return new TakeOverAnswer.Unknown(type, (int)row.TypeVersion, (int)row.LogFormat);
        }

        connection.Execute(
            """
            UPDATE heads SET epoch = epoch + 1, phase = 0 WHERE room = @room;
            UPDATE rooms SET owner = @owner, wake_at = NULL, log_format = @logFormat WHERE number = @room;
            """,
            new { room = row.Number, owner = owner.Value, logFormat = versions.LogFormat });
        var taken = row.ToRow();
        var history = SqliteHistory.Read(connection, row.Number, taken.Version);
        if (row.Stored == 0)
        {
            connection.Execute("DELETE FROM snapshots WHERE room = @room", new { room = row.Number });
        }

        return new TakeOverAnswer.Taken(new StoredRoom(
            id, taken.Number, type, taken.TypeVersion, taken.Key, new Epoch(taken.Epoch.Value + 1), taken.Version, taken.Origin, history));
    }

    internal static WriteAnswer Append(SqliteDatabase database, RoomAppend append)
    {
        var answer = database.Append.Append(append);
        if (answer == WriteAnswer.Made)
        {
            SqliteAnnouncements.Keep(database.Connection, append.Announcements);
        }

        return answer;
    }

    internal static WriteAnswer Save(SqliteDatabase database, SnapshotSave save)
    {
        if (database.Append.Head(save.Room) is not { } head || head.Epoch != (long)save.Epoch.Value)
        {
            return WriteAnswer.Fenced;
        }

        if (save.Snapshot.Length > IRoomStore.RecordBytesMax)
        {
            return WriteAnswer.TooLarge;
        }

        AddSnapshot(database.Connection, head.Room, head.Epoch, save.Version, save.TypeVersion, save.Snapshot, save.At);
        if (save.IsOnlyOne)
        {
            database.Connection.Execute(
                "DELETE FROM snapshots WHERE room = @room AND version < @version",
                new { room = head.Room, version = (long)save.Version.Value });
        }

        if (head.Phase == RoomPhase.Placed)
        {
            var version = new RoomVersion(Math.Max((ulong)head.Version, save.Version.Value));
            database.Append.Move(head.Room, version, save.At, head.Tail, save.Ended);
            database.Append.Follow(head.Room, save.Roster, save.Ended ? save.At : null);
            SqliteAnnouncements.Keep(database.Connection, save.Announcements);
        }

        return WriteAnswer.Made;
    }

    internal static bool Sleep(SqliteDatabase database, RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt)
    {
        if (database.Append.Head(room) is not { } head
            || head.Epoch != (long)epoch.Value
            || head.Version != (long)version.Value
            || head.Phase == RoomPhase.Finished)
        {
            return false;
        }

        database.Connection.Execute(
            """
            UPDATE heads SET phase = 1 WHERE room = @room;
            UPDATE rooms SET owner = NULL, wake_at = @wakeAt WHERE number = @room;
            """,
            new { room = head.Room, wakeAt = wakeAt?.ToStored() });
        return true;
    }

    internal static bool Delete(SqliteConnection connection, RoomId room)
    {
        var number = connection.QueryFirstOrDefault<long?>(
            "SELECT r.number FROM rooms r JOIN heads h ON h.room = r.number WHERE r.id = @id AND h.phase <> 0", new { id = room.Value });
        if (number is { } found)
        {
            SqliteHistory.Remove(connection, found);
        }

        return number is not null;
    }

    /// <summary>There is no cluster: whoever else ran a room is dead, and whoever runs one is who asks.</summary>
    internal static RoomWhereabouts Locate(SqliteConnection connection, RoomId room) =>
        connection.QueryFirstOrDefault<RoomColumns>(Select + " WHERE r.id = @id AND h.phase <> 2", new { id = room.Value }) switch
        {
            null or { Stored: 0, Owner: not null } => RoomWhereabouts.NotFound.Instance,
            _ => RoomWhereabouts.Free.Instance,
        };

    internal static IReadOnlyList<RoomId> Stranded(SqliteConnection connection, Incarnation self, RoomId after, int roomsMax)
    {
        var lost = connection.Query<long>(
            "SELECT r.number FROM rooms r JOIN heads h ON h.room = r.number WHERE NOT r.stored AND h.phase = 0 AND r.owner <> @self",
            new { self = self.Value }).AsList();
        lost.ForEach(room => SqliteHistory.Remove(connection, room));
        return connection.Query<string>(
            """
            SELECT r.id FROM rooms r JOIN heads h ON h.room = r.number
            WHERE r.id > @after AND ((h.phase = 0 AND r.owner <> @self) OR (h.phase = 1 AND r.keep_alive))
            ORDER BY r.id LIMIT @roomsMax
            """,
            new { self = self.Value, after = after.Value, roomsMax }).Select(id => new RoomId(id)).ToList();
    }

    internal static long? NumberOf(SqliteConnection connection, RoomId room) =>
        connection.QueryFirstOrDefault<long?>("SELECT number FROM rooms WHERE id = @id", new { id = room.Value });

    private static bool IsLost(SqliteConnection connection, RoomColumns row, Incarnation owner) =>
        row.Owner is { } other && other != owner.Value
        || ((row.Version > 0 || row.Owner is null)
            && connection.QuerySingle<long>("SELECT count(*) FROM snapshots WHERE room = @room", new { room = row.Number }) == 0);

    private static CreateAnswer Add(SqliteConnection connection, NewRoom room, string? owner, RoomVersion version, RoomPhase phase)
    {
        if (room.Key.Length > 0 && FindKey(connection, room.Type, room.Key) is { } by)
        {
            return new CreateAnswer.KeyTaken(by);
        }

        connection.Execute(Insert, new
        {
            number = (long)room.Number.Value,
            id = room.Id.Value,
            type = room.Type.Value,
            typeVersion = room.TypeVersion,
            logFormat = room.LogFormat,
            key = room.Key,
            keepAlive = room.KeepAlive,
            stored = room.IsStored,
            origin = room.Origin.ToArray(),
            createdAt = room.CreatedAt.ToStored(),
            owner,
            version = (long)version.Value,
            phase = (int)phase,
        });
        return CreateAnswer.Created.Instance;
    }

    private static void AddSnapshot(
        SqliteConnection connection, long room, long epoch, RoomVersion version, int typeVersion, ReadOnlyMemory<byte> snapshot,
        DateTimeOffset at) =>
        connection.Execute(
            SaveSnapshot,
            new { room, version = (long)version.Value, epoch, typeVersion, at = at.ToStored(), snapshot = snapshot.ToArray() });
}
