using GameServer.Rooms;
using GameServer.Storage.Memory;
using GameServer.Storage.Postgres;
using GameServer.Storage.Sqlite;

namespace GameServer.Storage;

/// <summary>Opens the store that the settings name.</summary>
internal static class RoomStores
{
    /// <summary>Opens it, makes or updates its tables, and takes the folder's lock where it belongs to a SQLite file.</summary>
    /// <exception cref="StoreStartException">It can't be opened, in one line that names the key of the configuration.</exception>
    internal static async Task<StorePorts> OpenPortsAsync(StoreSettings settings, CancellationToken cancel) => settings.Store switch
    {
        "" => await SqliteRoomStore.OpenAsync(settings, cancel),
        StoreSettings.Memory => InMemory(settings.Time),
        _ => await PostgresRoomStore.OpenAsync(settings, cancel),
    };

    /// <summary>The same, for whoever wants the rooms only.</summary>
    /// <exception cref="StoreStartException">Likewise.</exception>
    internal static async Task<IRoomStore> OpenAsync(StoreSettings settings, CancellationToken cancel) =>
        (await OpenPortsAsync(settings, cancel)).Rooms;

    private static StorePorts InMemory(TimeProvider? time)
    {
        var tables = new MemoryTables();
        return new StorePorts(new MemoryRoomStore(tables), tables.Announcements, time is null ? null : new MemoryNodeStore(tables, time));
    }
}
