using GameServer.Authoring;
using GameServer.Games.Lobby;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Storage.Memory;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

/// <summary>A node of a cluster that accepts clients and runs no rooms, also when it knows no node that does.</summary>
public sealed class GatewayOnlyTests : IDisposable
{
    private static readonly NodeId Host = new("host");
    private static readonly RoomId Stored = new("stored");
    private static readonly RoomSettings Settings = new() { Durability = Durability.Committed, KeepAlive = true };

    private readonly MemoryRoomStore _store = new();
    private readonly HandedNeighbours _neighbours;
    private readonly NodeWorld _world;

    public GatewayOnlyTests()
    {
        var handedOn = new HandedOn();
        _neighbours = new HandedNeighbours(handedOn) { IsHost = false };
        var options = new NodeWorldOptions { Store = _store, Neighbours = _neighbours, HandedOn = handedOn };
        _world = new NodeWorld(options, ("room", () => new CountingRoom(Settings)), ("lobby", () => new LobbyRoom()));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void It_makes_no_room_and_says_to_try_later()
    {
        var refused = _world.Connect().Join(new Join { Key = new RoomKey { RoomType = "room", Key = "k" } }).Error;
        (refused.Code, refused.Retry).ShouldBe((ErrorCode.Busy, Error.Types.Retry.Later));
        refused.Message.ShouldBe("No node that runs rooms can be reached at the moment.");
        _world.Rooms.Count.ShouldBe(0);
    }

    [Fact]
    public void Its_own_lobby_it_runs() => _world.Connect().Enter(new Join { Key = new RoomKey { RoomType = "lobby", Key = "k" } });

    [Fact]
    public async Task A_join_to_a_room_that_nobody_runs_waits_for_a_host()
    {
        await StoreAsync();
        _world.Connect().Send(new ClientEnvelope { RequestId = 7, Join = new Join { Nonce = "n", RoomId = Stored.Value } });
        _world.Advance(1.Seconds());
        (_world.Rooms.Count, _neighbours.Handed.Count).ShouldBe((0, 0));

        _neighbours.Chosen = Host;
        _world.Advance(1.Seconds());
        _neighbours.Handed.ShouldBe([(Host, Stored)]);
    }

    [Fact]
    public async Task Rooms_that_nobody_asks_for_it_leaves_alone()
    {
        await StoreAsync();
        _world.Advance(10.Seconds());
        _world.Rooms.Count.ShouldBe(0);
    }

    // A room to be kept alive whose process is gone.
    private async Task StoreAsync()
    {
        var made = new NewRoom(Stored, new RoomNumber(1), new RoomTypeName("room"), 1, "", true, default, _world.Time.GetUtcNow());
        (await _store.CreateAsync(made, new Incarnation("gone"), default)).ShouldBeOfType<CreateAnswer.Created>();
    }
}
