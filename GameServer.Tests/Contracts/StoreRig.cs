using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Storage;
using GameServer.Tests.Conditions;
using GameServer.Tests.Storage;

namespace GameServer.Tests.Contracts;

/// <summary>A new, empty store of one form, and rooms to try it with.</summary>
internal sealed class StoreRig : IAsyncDisposable
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    internal static readonly RoomTypeName Type = new("match");
    internal static readonly Incarnation Me = new("me");
    internal static readonly Incarnation Other = new("other");

    internal static readonly Dictionary<RoomTypeName, TypeVersions> Known = new() { [Type] = new TypeVersions(1, 3) };

    private readonly string _folder;
    private int _rooms;

    private StoreRig(StoreSettings settings, string folder, IRoomStore store)
    {
        Settings = settings;
        _folder = folder;
        Store = store;
    }

    internal IRoomStore Store { get; private set; }

    internal StoreSettings Settings { get; }

    internal static async Task<StoreRig> OpenAsync(StoreForm form, TimeSpan? commandTimeout = null)
    {
        var folder = Directory.CreateTempSubdirectory("gameserver-store-").FullName;
        var settings = new StoreSettings(await NameAsync(form), folder) { CommandTimeout = commandTimeout ?? TimeSpan.FromSeconds(30) };
        return new StoreRig(settings, folder, await RoomStores.OpenAsync(settings, CancellationToken.None));
    }

    /// <summary>Closes the store and opens it again; one in memory stays.</summary>
    internal async Task ReopenAsync()
    {
        if (Settings.Store != StoreSettings.Memory)
        {
            await Store.DisposeAsync();
            Store = await RoomStores.OpenAsync(Settings, CancellationToken.None);
        }
    }

    internal NewRoom NewRoom(string key = "", int typeVersion = 1, bool keepAlive = false, string? id = null)
    {
        var number = (uint)Interlocked.Increment(ref _rooms);
        return new NewRoom(
            new RoomId(id ?? $"room{number:d6}"), new RoomNumber(number), Type, typeVersion, key, keepAlive, new byte[] { 1, 2, 3 }, Start);
    }

    /// <summary>A room that runs at epoch 1, of this owner.</summary>
    internal async Task<RoomId> RunAsync(Incarnation? owner = null, bool keepAlive = false)
    {
        var room = NewRoom(keepAlive: keepAlive);
        (await Store.CreateAsync(room, owner ?? Me, CancellationToken.None)).ShouldBeOfType<CreateAnswer.Created>();
        return room.Id;
    }

    internal async Task<WriteAnswer> AppendAsync(RoomAppend append) => (await Store.AppendAsync([append], CancellationToken.None)).Single();

    internal async Task<WriteAnswer> SaveAsync(SnapshotSave save) =>
        (await Store.SaveSnapshotsAsync([save], CancellationToken.None)).Single();

    internal async Task<TakeOverAnswer> TakeOverAsync(RoomId room, Incarnation? owner = null) =>
        (await Store.TakeOverAsync([room], owner ?? Other, Known, CancellationToken.None)).Single();

    internal async Task<StoredRoom> TakenAsync(RoomId room, Incarnation? owner = null) =>
        (await TakeOverAsync(room, owner)).ShouldBeOfType<TakeOverAnswer.Taken>().Room;

    /// <summary>An append whose record tells its epoch and version.</summary>
    internal static RoomAppend Append(RoomId room, ulong epoch, ulong baseVersion, ulong version, params RosterChange[] roster) => new(
        room, new Epoch(epoch), new RoomVersion(baseVersion), new RoomVersion(version), Bytes(epoch, version), At(version),
        roster, Ended: false);

    internal static SnapshotSave Snapshot(RoomId room, ulong epoch, ulong version, bool isOnlyOne = false) => new(
        room, new Epoch(epoch), new RoomVersion(version), 1, Bytes(epoch, version), At(version), [], Ended: false, isOnlyOne);

    internal static RosterChange Came(string player) => new(new PlayerId(player), true);

    internal static RosterChange Went(string player) => new(new PlayerId(player), false);

    internal static byte[] Bytes(ulong epoch, ulong version) => [(byte)epoch, (byte)version, (byte)(version >> 8)];

    internal static DateTimeOffset At(ulong version) => Start.AddMinutes(version);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> NameAsync(StoreForm form) => form switch
    {
        StoreForm.Memory => StoreSettings.Memory,
        StoreForm.Sqlite => "",
        StoreForm.Postgres => await SchemaAsync(),
    };

    private static async Task<string> SchemaAsync() => await (await PostgresServer.Shared).NewSchemaAsync();
}
