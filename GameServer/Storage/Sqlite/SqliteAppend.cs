using GameServer.Protocol.Identity;
using GameServer.Rooms;
using SQLitePCL;

namespace GameServer.Storage.Sqlite;

/// <summary>The statements of an append, kept prepared. On its desk's thread only, within a transaction.</summary>
internal sealed class SqliteAppend : IDisposable
{
    private readonly sqlite3 _database;
    private readonly SqliteStatement _head;
    private readonly SqliteStatement _log;
    private readonly SqliteStatement _move;
    private readonly SqliteStatement _come;
    private readonly SqliteStatement _go;
    private readonly SqliteStatement _goAll;
    private readonly SqliteStatement _free;

    internal SqliteAppend(sqlite3 database)
    {
        _database = database;
        _head = new SqliteStatement(
            database, "SELECT h.room, h.epoch, h.version, h.phase, h.tail FROM rooms r JOIN heads h ON h.room = r.number WHERE r.id = ?1");
        _log = new SqliteStatement(
            database, "INSERT INTO log (room, epoch, base, version, at, prior, turns) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _move = new SqliteStatement(database, "UPDATE heads SET version = ?2, phase = ?3, changed_at = ?4, tail = ?5 WHERE room = ?1");
        _come = new SqliteStatement(database, "INSERT INTO places (room, player) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        _go = new SqliteStatement(database, "DELETE FROM places WHERE room = ?1 AND player = ?2");
        _goAll = new SqliteStatement(database, "DELETE FROM places WHERE room = ?1");
        _free = new SqliteStatement(database, "UPDATE rooms SET owner = NULL, held_key = NULL, finished_at = ?2 WHERE number = ?1");
    }

    internal WriteAnswer Append(RoomAppend append)
    {
        if (Head(append.Room) is not { } head || head.Epoch != (long)append.Epoch.Value)
        {
            return WriteAnswer.Fenced;
        }

        if (head.Version == (long)append.Version.Value)
        {
            return WriteAnswer.Made;
        }

        if (head.Version != (long)append.BaseVersion.Value || head.Phase != RoomPhase.Placed)
        {
            return WriteAnswer.Fenced;
        }

        if (append.Turns.Length > IRoomStore.RecordBytesMax)
        {
            return WriteAnswer.TooLarge;
        }

        var tail = Log(head, append);
        Move(head.Room, append.Version, append.At, tail, append.Ended);
        Follow(head.Room, append.Roster, append.Ended ? append.At : null);
        return WriteAnswer.Made;
    }

    internal SqliteHead? Head(RoomId room)
    {
        var found = _head.Bind(1, room.Value).Step();
        SqliteHead? head = found
            ? new SqliteHead(_head.Long(0), _head.Long(1), _head.Long(2), (RoomPhase)_head.Long(3), _head.IsNull(4) ? null : _head.Long(4))
            : null;
        _head.Reset();
        return head;
    }

    internal void Move(long room, RoomVersion version, DateTimeOffset at, long? tail, bool ended)
    {
        _move.Bind(1, room)
            .Bind(2, (long)version.Value)
            .Bind(3, (long)(ended ? RoomPhase.Finished : RoomPhase.Placed))
            .Bind(4, at.ToStored());
        (tail is { } place ? _move.Bind(5, place) : _move.BindNull(5)).Execute();
    }

    internal void Follow(long room, IReadOnlyList<RosterChange> roster, DateTimeOffset? ended)
    {
        if (ended is { } at)
        {
            _goAll.Bind(1, room).Execute();
            _free.Bind(1, room).Bind(2, at.ToStored()).Execute();
            return;
        }

        foreach (var change in roster)
        {
            (change.Member ? _come : _go).Bind(1, room).Bind(2, change.Player.Value).Execute();
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _head, _log, _move, _come, _go, _goAll, _free })
        {
            statement.Dispose();
        }
    }

    private long Log(SqliteHead head, RoomAppend append)
    {
        _log.Bind(1, head.Room)
            .Bind(2, head.Epoch)
            .Bind(3, head.Version)
            .Bind(4, (long)append.Version.Value)
            .Bind(5, append.At.ToStored())
            .Bind(7, append.Turns.Span);
        (head.Tail is { } prior ? _log.Bind(6, prior) : _log.BindNull(6)).Execute();
        return raw.sqlite3_last_insert_rowid(_database);
    }
}

/// <summary>What an append needs to know of a room.</summary>
internal readonly record struct SqliteHead(long Room, long Epoch, long Version, RoomPhase Phase, long? Tail);
