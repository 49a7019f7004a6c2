using GameServer.Games.Lobby;
using GameServer.Games.Relay;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Tests.Routing;
using Google.Protobuf;

namespace GameServer.Tests.Rooms;

public sealed class RoomHostTests : IDisposable
{
    private readonly NodeWorld _node = new(("table", () => new TableRoom()), ("lobby", () => new LobbyRoom()));

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_room_that_is_full_or_has_a_taken_key_or_an_unknown_type_is_refused()
    {
        var (one, two, three) = (_node.Connect(), _node.Connect(), _node.Connect());
        one.Enter(Key("a"));
        two.Enter(Key("a"));

        three.Refused(Key("a")).ShouldBe(ErrorCode.RoomFull);
        three.Refused(new Join { Create = new CreateRoom { RoomType = "table", Key = "a" } }).ShouldBe(ErrorCode.KeyTaken);
        three.Refused(new Join { Create = new CreateRoom { RoomType = "chair" } }).ShouldBe(ErrorCode.RoomTypeUnknown);
        three.Refused(Key("a\0b")).ShouldBe(ErrorCode.BadRequest);
        three.Refused(new Join { RoomId = "nowhere" }).ShouldBe(ErrorCode.RoomNotFound);
        three.Refused(new Join { Key = new RoomKey { RoomType = "table", Key = "a" }, Seat = "forged" }).ShouldBe(ErrorCode.SeatInvalid);
    }

    [Fact]
    public void A_player_that_has_too_many_rooms_made_is_told_to_wait_and_nobody_else_is()
    {
        var limits = new RoomOptions { MadePerPlayerPerMinute = 3, MadePerSecond = 5 };
        using var node = new NodeWorld(new NodeWorldOptions { Rooms = limits }, ("table", () => new TableRoom()));
        var (one, two, three) = (node.Connect(), node.Connect(), node.Connect());
        foreach (var key in new[] { "a", "b", "c" })
        {
            one.Enter(Key(key));
        }

        one.Refused(Key("d")).ShouldBe(ErrorCode.RateLimited);
        two.Enter(Key("e"));
        two.Enter(Key("f"));
        three.Refused(Key("g")).ShouldBe(ErrorCode.RateLimited, "the node makes five in a second");
        one.Refused(Key("d")).ShouldBe(ErrorCode.RateLimited);
        node.Advance(TimeSpan.FromSeconds(1));
        three.Enter(Key("g"));
        one.Refused(Key("d")).ShouldBe(ErrorCode.RateLimited);
        node.Advance(TimeSpan.FromMinutes(1));
        one.Enter(Key("d"));
    }

    [Fact]
    public void A_key_leads_to_one_room_and_to_a_new_one_after_its_end()
    {
        var (one, two) = (_node.Connect(), _node.Connect());
        var first = one.Enter(Key("a"));
        two.Enter(Key("a")).RoomId.ShouldBe(first.RoomId);

        one.Leave(first.Room);
        two.Leave(first.Room);
        _node.Advance(TimeSpan.FromSeconds(3));

        _node.Rooms.Count.ShouldBe(0);
        var second = one.Enter(Key("a"));
        second.RoomId.ShouldNotBe(first.RoomId);
        second.Room.ShouldNotBe(first.Room);
    }

    [Fact]
    public void A_match_finds_company_and_fills_rooms_before_it_makes_new_ones()
    {
        var rooms = Enumerable.Range(0, 6).Select(_ => _node.Connect().Enter(Match("plain")).RoomId).ToList();

        rooms.Distinct().Count().ShouldBe(3);
        rooms.GroupBy(room => room).ShouldAllBe(members => members.Count() == 2);
    }

    [Fact]
    public void A_match_that_no_property_satisfies_makes_a_room_with_the_properties_asked_for()
    {
        var (one, two) = (_node.Connect(), _node.Connect());
        var plain = one.Enter(Match("plain"));
        var ranked = two.Enter(Match("ranked"));

        ranked.RoomId.ShouldNotBe(plain.RoomId);
        var filter = new ListRooms { RoomType = "table", Filters = { new PropertyFilter { Property = "mode", Value = "ranked" } } };
        one.List(filter).ShouldHaveSingleItem().RoomId.ShouldBe(ranked.RoomId);
    }

    [Fact]
    public void A_listing_is_cut_to_its_limit_fullest_rooms_first()
    {
        var players = Enumerable.Range(0, 3).Select(_ => _node.Connect()).ToList();
        players[0].Enter(Key("a"));
        var full = players[1].Enter(Key("b"));
        players[2].Enter(Key("b"));

        players[0].List(new ListRooms { Limit = 1 }).ShouldHaveSingleItem().RoomId.ShouldBe(full.RoomId);
        players[0].List(new ListRooms()).Count.ShouldBe(2);
    }

    [Fact]
    public void The_live_listing_shows_rooms_come_fill_and_go()
    {
        var (watcher, player) = (_node.Connect(), _node.Connect());
        var lobby = watcher.Enter(new Join { Key = new RoomKey { RoomType = "lobby", Key = "*" } });
        var state = new LobbyState();
        Follow(watcher, lobby.Room, state);
        state.Rooms.ShouldBeEmpty();

        var room = player.Enter(Key("a"));
        Follow(watcher, lobby.Room, state);
        state.Rooms[room.RoomId].Members.ShouldBe(1u);

        player.Leave(room.Room);
        _node.Advance(TimeSpan.FromSeconds(3));
        Follow(watcher, lobby.Room, state);
        state.Rooms.ShouldBeEmpty();
    }

    [Fact]
    public void A_player_in_the_live_listing_cannot_change_it()
    {
        var watcher = _node.Connect();
        var lobby = watcher.Enter(new Join { Key = new RoomKey { RoomType = "lobby", Key = "*" } });
        watcher.Command(lobby.Room, new LobbyCommand { Listed = { new RoomListing { RoomId = "forged" } } });

        watcher.Until(envelope => envelope.Member is not null).Member.Results[0].Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);
    }

    [Fact]
    public void A_reserved_seat_is_kept_for_whoever_holds_its_token()
    {
        var (one, two, three) = (_node.Connect(), _node.Connect(), _node.Connect());
        var room = one.Enter(Key("a"));
        one.Command(room.Room, new RelayCommand { Type = 1 });
        var seat = Said(one);

        two.Refused(new Join { RoomId = room.RoomId }).ShouldBe(ErrorCode.RoomFull);
        three.Enter(new Join { RoomId = room.RoomId, Seat = seat }).RoomId.ShouldBe(room.RoomId);
        one.Command(room.Room, new RelayCommand { Type = 1 });
        Said(one).ShouldStartWith("refused:");
    }

    [Fact]
    public void A_seat_that_nobody_took_is_free_again()
    {
        var (one, two) = (_node.Connect(), _node.Connect());
        var room = one.Enter(Key("a"));
        one.Command(room.Room, new RelayCommand { Type = 1 });
        Said(one);

        _node.Advance(TimeSpan.FromSeconds(31));

        two.Enter(new Join { RoomId = room.RoomId }).RoomId.ShouldBe(room.RoomId);
    }

    [Fact]
    public void Rooms_make_rooms_and_tell_them()
    {
        var (one, two) = (_node.Connect(), _node.Connect());
        var room = one.Enter(Key("a"));
        one.Command(room.Room, new RelayCommand { Type = 2, Data = ByteString.CopyFromUtf8("b") });
        var made = Said(one);
        two.Enter(Key("b")).RoomId.ShouldBe(made);
        one.Command(room.Room, new RelayCommand { Type = 2, Data = ByteString.CopyFromUtf8("b") });
        Said(one).ShouldStartWith("refused:");

        one.Command(room.Room, new RelayCommand { Type = 3, Data = ByteString.CopyFromUtf8(made) });

        Said(two).ShouldBe("told by " + room.RoomId);
    }

    [Fact]
    public void A_room_is_not_told_what_is_no_command_of_its_own()
    {
        var (one, two) = (_node.Connect(), _node.Connect());
        var room = one.Enter(Key("a"));
        var other = two.Enter(Key("b"));
        two.Updates(other.Room);

        one.Command(room.Room, new RelayCommand { Type = 5, Data = ByteString.CopyFromUtf8(other.RoomId) });
        one.Command(room.Room, new RelayCommand { Type = 3, Data = ByteString.CopyFromUtf8(other.RoomId) });

        Said(two).ShouldBe("told by " + room.RoomId);
    }

    [Fact]
    public void A_handler_that_throws_costs_its_command_and_not_the_room()
    {
        var one = _node.Connect();
        var room = one.Enter(Key("a"));
        one.Command(room.Room, new RelayCommand { Type = 4 });

        one.Until(envelope => envelope.Member is not null).Member.Results[0].Outcome.ShouldBe(CommandResult.Types.Outcome.Failed);
        _node.Connect().Enter(Key("a")).RoomId.ShouldBe(room.RoomId);
    }

    [Fact]
    public void A_room_that_cannot_be_made_is_forgotten_and_its_key_is_free()
    {
        var made = 0;
        object Make() => ++made == 2 ? throw new InvalidOperationException("no second one") : new TableRoom();
        using var node = new NodeWorld(("table", Make));
        var one = node.Connect();
        var join = Key("a");
        join.Nonce = "x";
        one.Send(new ClientEnvelope { RequestId = 99, Join = join });
        node.Rooms.Count.ShouldBe(0);

        one.Enter(Key("a")).RoomType.ShouldBe("table");
    }

    [Fact]
    public void An_away_member_keeps_its_place_for_the_grace_period()
    {
        var (one, two, three) = (_node.Connect(), _node.Connect(), _node.Connect());
        one.Enter(Key("a"));
        two.Enter(Key("a"));
        two.Lose();
        _node.Advance(TimeSpan.FromSeconds(4));
        three.Refused(Key("a")).ShouldBe(ErrorCode.RoomFull);
        _node.Advance(TimeSpan.FromSeconds(2));

        three.Enter(Key("a")).PlayerNumber.ShouldBe(3u);
    }

    private static Join Key(string key) => new() { Key = new RoomKey { RoomType = "table", Key = key } };

    private static Join Match(string mode) => new()
    {
        Match = new RoomMatch
        {
            RoomType = "table",
            Filters = { new PropertyFilter { Property = "mode", Value = mode } },
            Properties = { ["mode"] = mode },
        },
    };

    private static string Said(NodePlayer player)
    {
        var update = player.Until(envelope => envelope.Update?.Events.Count > 0).Update;
        return RelayEvent.Parser.ParseFrom(update.Events[0]).Data.ToStringUtf8();
    }

    private static void Follow(NodePlayer player, uint room, LobbyState state)
    {
        foreach (var update in player.Updates(room).Where(update => update.Patch is not null))
        {
            StatePatchApplier.Apply(state, update.Patch).ShouldBe(PatchResult.Applied);
        }
    }
}
