using GameServer.Bench.Load;
using GameServer.Rooms;
using GameServer.Storage;
using GameServer.Storage.Sqlite;

namespace GameServer.Bench.Commits;

/// <summary>The prepared statements of an append in one transaction, on the calling thread.</summary>
internal sealed class BareSqlite(StoreSettings settings) : IBareAppend
{
    private readonly SqliteDatabase _database = SqliteDatabase.OpenOwn(
        Path.Combine(settings.Folder, SqliteRoomStore.FileName), settings.CommandTimeout);

    public void Append(RoomAppend[] batch)
    {
        var isMade = _database.Transact(() => Array.TrueForAll(batch, append => _database.Append.Append(append) == WriteAnswer.Made));
        if (!isMade)
        {
            throw new BenchFailure("an append was refused");
        }
    }

    public void Dispose() => _database.Dispose();
}
