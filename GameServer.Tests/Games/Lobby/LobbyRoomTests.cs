using GameServer.Authoring;
using GameServer.Games.Lobby;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Games.Lobby;

public sealed class LobbyRoomTests
{
    private readonly RoomHarness<LobbyState, LobbyCommand, LobbyEvent> _lobby =
        RoomHarness.Of(new LobbyRoom(), new HarnessOptions { Key = LobbyRoom.AllTypes });

    [Fact]
    public void A_player_cannot_list_a_room()
    {
        var result = _lobby.Join("Ada").Send(new LobbyCommand { Listed = { Listing("arena", 1) } });

        result.Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);
        result.Reason.ShouldBe("The lobby is kept by the server and takes no commands.");
        _lobby.State.Rooms.ShouldBeEmpty();
    }

    [Fact]
    public void Rooms_come_change_and_go_as_the_server_tells()
    {
        var ada = _lobby.Join("Ada");
        _lobby.Tell(new LobbyCommand { Listed = { Listing("arena", 1), Listing("chat", 2) } });
        ada.State.Rooms.Keys.Order().ShouldBe(["arena-1", "chat-2"]);

        var fuller = Listing("arena", 1);
        fuller.Members = 7;
        _lobby.Tell(new LobbyCommand { Listed = { fuller }, Unlisted = { "chat-2", "never-there" } });

        ada.State.Rooms.Keys.ShouldBe(["arena-1"]);
        ada.State.Rooms["arena-1"].Members.ShouldBe(7u);
    }

    [Fact]
    public void A_lobby_of_one_type_shows_that_type_only()
    {
        var arenas = RoomHarness.Of(new LobbyRoom(), new HarnessOptions { Key = "arena" });

        arenas.Tell(new LobbyCommand { Listed = { Listing("arena", 1), Listing("chat", 2) } });

        arenas.State.Rooms.Keys.ShouldBe(["arena-1"]);
    }

    [Fact]
    public void The_fullest_listing_stays_within_the_state_limit()
    {
        var command = new LobbyCommand();
        for (var room = 0; room < LobbyRoom.RoomsMax + 10; room++)
        {
            var listing = Listing("arena", 100_000 + room);
            listing.Properties["note"] = new string('x', 400);
            command.Listed.Add(listing);
        }

        command.Nodes.AddRange(Enumerable.Range(0, LobbyRoom.NodesMax).Select(node => Node($"{node:D3}{new string('x', 480)}", 1)));
        command.IsAllNodes = true;

        _lobby.Tell(command);

        _lobby.Faults.ShouldBeEmpty();
        _lobby.State.Nodes.Count.ShouldBe(LobbyRoom.NodesMax);
        _lobby.State.Rooms.Count.ShouldBe(LobbyRoom.RoomsMax);
        _lobby.State.Rooms.Values.ShouldAllBe(listing => listing.Properties.Count == 1);
    }

    [Fact]
    public void A_listing_that_is_too_big_is_shown_without_its_properties()
    {
        var listing = Listing("arena", 1);
        listing.Properties["note"] = new string('x', LobbyRoom.ListingBytesMax);

        _lobby.Tell(new LobbyCommand { Listed = { listing } });

        _lobby.State.Rooms["arena-1"].Properties.ShouldBeEmpty();
    }

    [Fact]
    public void All_nodes_that_are_told_take_the_place_of_those_before()
    {
        _lobby.Tell(new LobbyCommand { Nodes = { Node("alpha", 1), Node("beta", 2) }, IsAllNodes = true });
        _lobby.Tell(new LobbyCommand { Listed = { Listing("arena", 1) } });
        _lobby.State.Nodes.Keys.Order().ShouldBe(["alpha", "beta"]);

        _lobby.Tell(new LobbyCommand { Nodes = { Node("beta", 5) }, IsAllNodes = true });

        _lobby.State.Nodes.Values.ShouldHaveSingleItem().Rooms.ShouldBe(5u);
    }

    [Fact]
    public void Of_too_many_nodes_the_first_are_shown_and_one_that_is_too_big_is_not()
    {
        var command = new LobbyCommand { Nodes = { Node(new string('x', LobbyRoom.ListingBytesMax), 1) }, IsAllNodes = true };
        command.Nodes.AddRange(Enumerable.Range(0, LobbyRoom.NodesMax + 5).Select(number => Node($"n{number}", 1)));

        _lobby.Tell(command);

        _lobby.State.Nodes.Count.ShouldBe(LobbyRoom.NodesMax);
        _lobby.State.Nodes.Keys.ShouldAllBe(name => name.Length < 10);
    }

    [Fact]
    public void A_lobby_of_one_type_shows_no_nodes()
    {
        var arenas = RoomHarness.Of(new LobbyRoom(), new HarnessOptions { Key = "arena" });

        arenas.Tell(new LobbyCommand { Nodes = { Node("alpha", 1) }, IsAllNodes = true });

        arenas.State.Nodes.ShouldBeEmpty();
    }

    private static NodeListing Node(string name, uint rooms) => new() { Node = name, Rooms = rooms, IsHost = true };

    private static RoomListing Listing(string type, int number) =>
        new() { RoomId = $"{type}-{number}", RoomType = type, Members = 1, MembersMax = 64, Open = true };
}
