using GameServer.Authoring;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Storage.Memory;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

/// <summary>One store on one clock and the nodes that come and go above it, one at a time: a node that crashes is just let go.</summary>
internal sealed class DurableWorld : IDisposable
{
    internal const string Committed = "committed";
    internal const string Periodic = "periodic";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly CountingIds _ids = new();
    private readonly List<NodeWorld> _gone = [];
    private readonly Func<RoomSettings, RoomSettings> _change;
    private readonly RoomOptions _options;
    private readonly ulong _seed;

    internal DurableWorld(ulong seed = 1, Func<RoomSettings, RoomSettings>? change = null, RoomOptions? options = null)
    {
        (_seed, _change) = (seed, change ?? (settings => settings));
        _options = options ?? new RoomOptions();
        Memory = new MemoryRoomStore();
        Store = new TroubledStore(Memory, Time);
        Node = NewNode();
    }

    internal ManualTime Time { get; } = new();

    internal MemoryRoomStore Memory { get; }

    internal TroubledStore Store { get; }

    internal NodeWorld Node { get; private set; }

    public void Dispose()
    {
        Node.Dispose();
        _gone.ForEach(node => node.Dispose());
    }

    /// <summary>The node is gone with all that it had not stored, and another starts.</summary>
    internal void Restart()
    {
        _gone.Add(Node);
        Node = NewNode();
    }

    /// <summary>In small steps, so that what comes of a timer happens before the next one is due.</summary>
    internal void Advance(double seconds)
    {
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= Step)
        {
            Node.Advance(left < Step ? left : Step);
        }
    }

    internal CountingPlayer Player(string name, string type = Committed, string key = "a")
    {
        var player = new CountingPlayer(name);
        player.Connect(Node);
        player.Enter(Key(key, type));
        return player;
    }

    internal static void Read(params CountingPlayer[] players)
    {
        foreach (var player in players)
        {
            player.Read();
        }
    }

    /// <summary>Nothing that these players saw was wrong, and no committed room came back older.</summary>
    internal static void Sound(params CountingPlayer[] players)
    {
        players.SelectMany(player => player.Faults).ShouldBeEmpty();
        players.ShouldAllBe(player => player.Rewind == null);
    }

    internal RoomRow Row(string id) => Memory.FindAsync(new RoomId(id), default).GetAwaiter().GetResult().ShouldNotBeNull();

    internal IReadOnlyList<HistoryEntry> History(string id) =>
        Memory.ListHistoryAsync(new RoomId(id), int.MaxValue, default).GetAwaiter().GetResult();

    /// <summary>Who wrote what, for people.</summary>
    internal string Log(string id) => string.Join(
        ", ",
        Memory.ReadLogAsync(new RoomId(id), default, new RoomVersion(ulong.MaxValue), long.MaxValue, default).GetAwaiter().GetResult()
            .Select(record => $"{record.Epoch}: {record.BaseVersion} to {record.Version}"));

    /// <summary>Another node takes the room over and lets it lie.</summary>
    internal void Steal(string id)
    {
        var known = new Dictionary<RoomTypeName, TypeVersions> { [new(Committed)] = new(1, 1, 1), [new(Periodic)] = new(1, 1, 1) };
        var thief = new GameServer.Identity.Incarnation("thief");
        Memory.TakeOverAsync([new RoomId(id)], thief, known, default).GetAwaiter().GetResult()[0].ShouldBeOfType<TakeOverAnswer.Taken>();
    }

    internal static Join Key(string key, string type = Committed) => new() { Key = new RoomKey { RoomType = type, Key = key } };

    private NodeWorld NewNode()
    {
        var options = new NodeWorldOptions { Store = Store, Time = Time, Ids = _ids, Seed = _seed, Rooms = _options };
        var settings = new RoomSettings { Durability = Durability.Committed, FlushWindow = TimeSpan.Zero, EmptyLifetime = 1.Hours() };
        var node = new NodeWorld(
            options,
            (Committed, () => new CountingRoom(_change(settings))),
            (Periodic, () => new CountingRoom(_change(settings with { Durability = Durability.Periodic(5.Seconds()) }))));
        node.RunUntilIdle();
        return node;
    }
}
