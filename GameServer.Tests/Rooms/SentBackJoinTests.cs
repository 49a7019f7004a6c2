using GameServer.Authoring;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Storage.Memory;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;
using Google.Protobuf;

namespace GameServer.Tests.Rooms;

/// <summary>Joins that were handed to the node which is chosen for new rooms, and that are not for it.</summary>
public sealed class SentBackJoinTests : IDisposable
{
    private static readonly NodeId Chosen = new("chosen");
    private static readonly Incarnation Owner = new("owner");
    private static readonly RoomSettings Settings = new() { Durability = Durability.Committed };

    private readonly MemoryTables _tables = new();
    private readonly MemoryRoomStore _store;
    private readonly HandedNeighbours _neighbours;
    private readonly NodeWorld _world;

    public SentBackJoinTests()
    {
        var handedOn = new HandedOn();
        _store = new MemoryRoomStore(_tables);
        _neighbours = new HandedNeighbours(handedOn) { Chosen = Chosen };
        var options = new NodeWorldOptions { Store = _store, Neighbours = _neighbours, HandedOn = handedOn };
        _world = new NodeWorld(options, ("room", () => new CountingRoom(Settings)));
        _world.RunUntilIdle();
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task One_by_key_goes_to_the_node_that_runs_the_room_which_has_it()
    {
        var room = new RoomId("kept");
        await RunElsewhereAsync(room, "k");
        Ask("k");
        _neighbours.Handed.ShouldBe([(Chosen, default)]);

        SendBack(room);
        _world.Advance(1.Seconds());

        _neighbours.Handed.ShouldBe([(Chosen, default), (Owner.Process, room)]);
    }

    [Fact]
    public void One_by_key_whose_room_has_ended_meanwhile_is_placed_anew()
    {
        Ask("k");
        SendBack(new RoomId("ended"));
        _world.Advance(1.Seconds());
        _neighbours.Handed.ShouldBe([(Chosen, default), (Chosen, default)]);
    }

    [Fact]
    public void One_that_comes_back_since_the_node_stops_is_placed_anew()
    {
        Ask("k");
        SendBack(default);
        _world.Advance(1.Seconds());
        _neighbours.Handed.ShouldBe([(Chosen, default), (Chosen, default)]);
    }

    private async Task RunElsewhereAsync(RoomId room, string key)
    {
        var nodes = new MemoryNodeStore(_tables, _world.Time);
        var owner = new NodeRow(Owner.Process, Owner, "127.0.0.1:1", NodeRoles.Host, 0, false, false, 0);
        await nodes.JoinAsync(owner, elder: null, takesOver: false, 1.Hours(), default);
        var made = new NewRoom(room, new RoomNumber(1), new RoomTypeName("room"), 1, key, false, default, _world.Time.GetUtcNow());
        (await _store.CreateAsync(made, Owner, default)).ShouldBeOfType<CreateAnswer.Created>();
    }

    private void Ask(string key) => _world.Connect().Send(new ClientEnvelope
    {
        RequestId = 7,
        Join = new Join { Nonce = "n", Key = new RoomKey { RoomType = "room", Key = key } },
    });

    private void SendBack(RoomId room)
    {
        var answer = new RoomAnswer { RoomId = room.Value ?? "", SessionId = "s-p1", Generation = 1, RequestId = 7, NotHere = true };
        _world.FromNodes.Receive(Chosen, new NodeBatch { Frames = { new NodeFrame { Answer = answer } } }.ToByteArray());
    }
}
