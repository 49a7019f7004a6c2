using GameServer.Cluster;
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

    internal static readonly Dictionary<RoomTypeName, TypeVersions> Known = new() { [Type] = new TypeVersions(1, 3, 2) };

    private readonly string _folder;
    private int _rooms;

    private StorePorts _ports;

    private StoreRig(StoreSettings settings, string folder, StorePorts ports)
    {
        Settings = settings;
        _folder = folder;
        _ports = ports;
    }

    internal IRoomStore Store => _ports.Rooms;

    internal IAnnouncementStore Announcements => _ports.Announcements;

    /// <summary>Of the forms that a cluster may have.</summary>
    internal INodeStore Nodes => _ports.Nodes!;

    internal StoreSettings Settings { get; }

    internal static async Task<StoreRig> OpenAsync(StoreForm form, TimeSpan? commandTimeout = null)
    {
        var folder = Directory.CreateTempSubdirectory("gameserver-store-").FullName;
        var settings = new StoreSettings(await NameAsync(form), folder)
        {
            CommandTimeout = commandTimeout ?? TimeSpan.FromSeconds(30),
            Time = TimeProvider.System,
        };
        return new StoreRig(settings, folder, await RoomStores.OpenPortsAsync(settings, CancellationToken.None));
    }

    /// <summary>Closes the store and opens it again; one in memory stays.</summary>
    internal async Task ReopenAsync()
    {
        if (Settings.Store != StoreSettings.Memory)
        {
            await Store.DisposeAsync();
            _ports = await RoomStores.OpenPortsAsync(Settings, CancellationToken.None);
        }
    }

    internal NewRoom NewRoom(string key = "", int typeVersion = 1, bool keepAlive = false, string? id = null)
    {
        var number = (uint)Interlocked.Increment(ref _rooms);
        return new NewRoom(
            new RoomId(id ?? $"room{number:d6}"), new RoomNumber(number), Type, typeVersion, key, keepAlive, new byte[] { 1, 2, 3 }, Start);
    }

    /// <summary>A room that runs at epoch 1, of this owner.</summary>
    internal async Task<RoomId> RunAsync(Incarnation? owner = null, bool keepAlive = false, bool isStored = true)
    {
        var room = NewRoom(keepAlive: keepAlive) with { IsStored = isStored };
        (await Store.CreateAsync(room, owner ?? Me, CancellationToken.None)).ShouldBeOfType<CreateAnswer.Created>();
        return room.Id;
    }

    /// <summary>The node joins, and gets these rooms of its elder life.</summary>
    internal async Task<IReadOnlyList<MovedRoom>> JoinAsync(
        string node, string incarnation, string? elder = null, bool takesOver = false, TimeSpan? lease = null)
    {
        Incarnation? before = elder is null ? null : new Incarnation(elder);
        var answer = await Nodes.JoinAsync(
            Row(node, incarnation), before, takesOver, lease ?? TimeSpan.FromMinutes(5), CancellationToken.None);
        return answer.ShouldBeOfType<JoinAnswer.Joined>().Moved;
    }

    /// <summary>As it is after joining.</summary>
    internal static NodeRow Row(string node, string incarnation) => new(
        new NodeId(node), new Incarnation(incarnation), $"{node}:5081", NodeRoles.Gateway | NodeRoles.Host, 0, false, false, 0)
    {
        IsNew = true,
    };

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
