using GameServer.Games.Lobby;
using GameServer.Protocol.Identity;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

public sealed class RoomLobbyTests : IDisposable
{
    private static readonly NodeId Alpha = new("alpha-1");
    private static readonly NodeId Beta = new("beta-1");

    private readonly NodeWorld _alone = new(("table", () => new TableRoom()), ("lobby", () => new LobbyRoom()));
    private readonly NodeWorld _oneOfSeveral = new(
        new NodeWorldOptions { Neighbours = new QuietNeighbours() }, ("table", () => new TableRoom()), ("lobby", () => new LobbyRoom()));

    public void Dispose()
    {
        _alone.Dispose();
        _oneOfSeveral.Dispose();
    }

    [Fact]
    public void A_room_is_listed_with_the_node_that_runs_it()
    {
        var player = _alone.Connect();
        var room = player.Enter(Key("table", "a"));

        player.List(new ListRooms()).ShouldHaveSingleItem().Node.ShouldBe("n1");
        new Onlooker(_alone, "*").State.Rooms[room.RoomId].Node.ShouldBe("n1");
    }

    [Fact]
    public void A_node_that_serves_alone_lists_itself_and_how_many_rooms_it_runs()
    {
        var onlooker = new Onlooker(_alone, "*");
        onlooker.State.Nodes.Values.ShouldHaveSingleItem()
            .ShouldBe(new NodeListing { Node = "n1", Rooms = 1, IsGateway = true, IsHost = true });

        var player = _alone.Connect();
        var room = player.Enter(Key("table", "a"));
        onlooker.State.Nodes["n1"].Rooms.ShouldBe(2u);

        player.Leave(room.Room);
        _alone.Advance(TimeSpan.FromSeconds(3));
        onlooker.State.Nodes["n1"].Rooms.ShouldBe(1u);
    }

    [Fact]
    public void A_lobby_is_told_which_nodes_are_live_when_it_is_made_and_whenever_that_changes()
    {
        new Onlooker(_oneOfSeveral, "table").State.Nodes.ShouldBeEmpty();
        Tell(new HostMessage.Nodes([Node("alpha"), Node("beta")]));
        var onlooker = new Onlooker(_oneOfSeveral, "*");
        onlooker.State.Nodes.Keys.Order().ShouldBe(["alpha", "beta"]);

        var draining = Node("beta");
        draining.IsDraining = true;
        Tell(new HostMessage.Nodes([draining, Node("n1")]));

        onlooker.State.Nodes.Keys.Order().ShouldBe(["beta", "n1"]);
        onlooker.State.Nodes["beta"].IsDraining.ShouldBeTrue();
        new Onlooker(_oneOfSeveral, "table").State.Nodes.ShouldBeEmpty();
    }

    [Fact]
    public void A_room_that_another_node_lists_already_outlives_its_former_node()
    {
        var onlooker = new Onlooker(_oneOfSeveral, "*");
        Tell(new HostMessage.ListedElsewhere(Alpha, new NodeListings { Listed = { Room("moved", "alpha"), Room("lost", "alpha") } }));
        Tell(new HostMessage.ListedElsewhere(Beta, new NodeListings { Listed = { Room("moved", "beta") } }));

        Tell(new HostMessage.NodeGone(Alpha));

        onlooker.State.Rooms.Keys.ShouldBe(["moved"]);
        onlooker.State.Rooms["moved"].Node.ShouldBe("beta");
    }

    [Fact]
    public void A_room_that_runs_here_by_now_outlives_its_former_node()
    {
        var onlooker = new Onlooker(_oneOfSeveral, "*");
        var room = _oneOfSeveral.Connect().Enter(Key("table", "a"));
        Tell(new HostMessage.ListedElsewhere(Alpha, new NodeListings { Listed = { Room(room.RoomId, "alpha") } }));

        Tell(new HostMessage.ListedElsewhere(Alpha, new NodeListings { IsAll = true }));

        onlooker.State.Rooms[room.RoomId].Node.ShouldBe("n1");
    }

    [Fact]
    public void A_lobby_goes_on_when_its_node_may_act_again()
    {
        var onlooker = new Onlooker(_oneOfSeveral, "*");

        Tell(HostMessage.Thaw.Instance);
        Tell(new HostMessage.Nodes([Node("alpha")]));

        onlooker.State.Nodes.Keys.ShouldBe(["alpha"]);
    }

    private void Tell(HostMessage.FromCluster news)
    {
        _oneOfSeveral.Host.Tell(news);
        _oneOfSeveral.RunUntilIdle();
    }

    private static NodeListing Node(string name) => new() { Node = name, IsHost = true };

    private static RoomListing Room(string id, string node) =>
        new() { RoomId = id, RoomType = "table", MembersMax = 2, Open = true, Node = node };

    private static Join Key(string type, string key) => new() { Key = new RoomKey { RoomType = type, Key = key } };

    /// <summary>A member of a lobby, and what the lobby has shown it.</summary>
    private sealed class Onlooker
    {
        private readonly NodePlayer _player;
        private readonly uint _room;
        private readonly LobbyState _state = new();

        internal Onlooker(NodeWorld node, string key)
        {
            _player = node.Connect();
            _room = _player.Enter(Key("lobby", key)).Room;
        }

        internal LobbyState State
        {
            get
            {
                foreach (var update in _player.Updates(_room).Where(update => update.Patch is not null))
                {
                    StatePatchApplier.Apply(_state, update.Patch).ShouldBe(PatchResult.Applied);
                }

                return _state;
            }
        }
    }
}
