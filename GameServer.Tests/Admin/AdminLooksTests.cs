using System.Net;
using System.Text.Json.Nodes;
using GameServer.Client;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.Admin;

/// <summary>What an operator sees of a server that is played on, over HTTP.</summary>
public sealed class AdminLooksTests
{
    [Fact]
    public async Task Nodes_and_figures_tell_what_runs()
    {
        await using var server = await Operator.StartAsync(new Dictionary<string, string?> { ["NodeName"] = "alpha" });
        using var viewer = new Operator(server.Url, Operator.Viewer);
        await using var player = await Operator.PlayerAsync(server, "ann");
        var room = await Operator.JoinAsync(player, JoinTarget.Key("table"));
        await Eventually.Of(room.SendAsync(new OracleCommand { Number = 1 }), "the answer");

        (await viewer.GetAsync("/me")).ToJsonString().ShouldBe("""{"name":"vera","role":"viewer","node":"alpha"}""");
        var node = (await viewer.GetAsync("/nodes"))["nodes"]!.AsArray().ShouldHaveSingleItem()!;
        node["id"]!.GetValue<string>().ShouldBe("alpha");
        node["isSelf"]!.GetValue<bool>().ShouldBeTrue();
        node["state"]!.GetValue<string>().ShouldBe("live");
        node["rooms"]!.GetValue<int>().ShouldBe(1);
        node["sessions"]!.GetValue<int>().ShouldBe(1);
        node["connections"]!.GetValue<int>().ShouldBe(1);
        node["build"]!.GetValue<string>().ShouldNotBeEmpty();
        var figures = (await viewer.GetAsync("/figures"))["nodes"]!.AsArray().ShouldHaveSingleItem()!;
        figures["process"]!.GetValue<string>().ShouldBe(node["process"]!.GetValue<string>());
        figures["commandsTotal"]!.GetValue<long>().ShouldBe(1);
        figures["roomsByType"]!.ToJsonString().ShouldBe("""{"lobby":0,"told":1,"loose":0}""");
        var turns = figures["turns"]!;
        turns["count"]!.GetValue<long>().ShouldBe(figures["turnsTotal"]!.GetValue<long>());
        turns["buckets"]!.AsArray()[^1]!["count"]!.GetValue<long>().ShouldBe(turns["count"]!.GetValue<long>());
        turns["buckets"]!.AsArray()[^1]!["upTo"].ShouldBeNull();
        figures["commits"]!["count"]!.GetValue<long>().ShouldBePositive();
        figures["bytesInTotal"]!.GetValue<long>().ShouldBePositive();
    }

    [Fact]
    public async Task Rooms_are_found_by_type_and_text_a_page_at_a_time()
    {
        await using var server = await Operator.StartAsync();
        using var viewer = new Operator(server.Url, Operator.Viewer);
        await using var player = await Operator.PlayerAsync(server, "ann");
        var ids = new List<string>();
        foreach (var map in new[] { "north", "south", "northwest" })
        {
            var room = await Operator.JoinAsync(player, JoinTarget.Create(new Dictionary<string, string> { ["map"] = map }));
            ids.Add(room.RoomId);
        }

        var first = await viewer.GetAsync("/rooms?limit=2");
        var second = await viewer.GetAsync($"/rooms?limit=2&after={first["next"]}");

        second["next"].ShouldBeNull();
        Ids(first).Concat(Ids(second)).ShouldBe(ids.Order(StringComparer.Ordinal));
        Ids(await viewer.GetAsync("/rooms?search=NORTH")).ShouldBe(new[] { ids[0], ids[2] }.Order(StringComparer.Ordinal));
        Ids(await viewer.GetAsync("/rooms?type=loose")).ShouldBeEmpty();
        var south = (await viewer.GetAsync("/rooms?search=south"))["rooms"]![0]!;
        south["members"]!.GetValue<int>().ShouldBe(1);
        south["membersMax"]!.GetValue<int>().ShouldBe(2);
        south["properties"]!.ToJsonString().ShouldBe("""{"map":"south"}""");
        var stored = await viewer.GetAsync("/stored-rooms?limit=2");
        stored["isAll"]!.GetValue<bool>().ShouldBeFalse();
        stored["rooms"]!.AsArray().Count.ShouldBe(2);
        (await viewer.RefusedAsync("GET", "/rooms?node=nobody", HttpStatusCode.NotFound)).ShouldBe("nodeNotFound");
    }

    [Fact]
    public async Task A_room_shows_its_members_settings_and_state_while_it_is_played_in()
    {
        await using var server = await Operator.StartAsync();
        using var viewer = new Operator(server.Url, Operator.Viewer);
        await using var player = await Operator.PlayerAsync(server, "ann");
        var room = await Operator.JoinAsync(player, JoinTarget.Key("table"));
        await Eventually.Of(room.SendAsync(new OracleCommand { Number = 5 }), "the answer");

        var detail = await viewer.GetAsync($"/rooms/{room.RoomId}");
        var state = await viewer.GetAsync($"/rooms/{room.RoomId}/state");

        detail["phase"]!.GetValue<string>().ShouldBe("running");
        detail["key"]!.GetValue<string>().ShouldBe("table");
        detail["epoch"]!.GetValue<int>().ShouldBe(1);
        detail["members"]![0]!["name"]!.GetValue<string>().ShouldBe("ann");
        detail["members"]![0]!["isHere"]!.GetValue<bool>().ShouldBeTrue();
        detail["settings"]!["durability"]!.GetValue<string>().ShouldBe("committed");
        detail["ticks"].ShouldBeNull("it has none");
        detail["settings"]!["emptyLifetimeMs"]!.GetValue<long>().ShouldBe(3_600_000);
        detail["timers"]![0]!["command"]!.ToJsonString().ShouldBe("""{"number":"7"}""");
        state["isLive"]!.GetValue<bool>().ShouldBeTrue();
        state["version"]!.GetValue<ulong>().ShouldBe(detail["version"]!.GetValue<ulong>());
        state["state"]!["applied"]!.GetValue<string>().ShouldBe("1");
        state["state"]!["tallies"]!["1"]!["last"]!.GetValue<string>().ShouldBe("5");
    }

    [Fact]
    public async Task A_room_that_nothing_is_stored_of_is_shown_too_but_its_past_is_not()
    {
        await using var server = await Operator.StartAsync();
        using var viewer = new Operator(server.Url, Operator.Viewer);
        await using var player = await Operator.PlayerAsync(server, "ann");
        var loose = new RoomDefinition<OracleState, OracleCommand, OracleEvent>("loose", OracleState.Parser, OracleEvent.Parser);
        var room = await Eventually.Of(player.JoinAsync(loose, JoinTarget.Create()), "the room");
        await Eventually.Of(room.SendAsync(new OracleCommand { Number = 1 }), "the answer");

        (await viewer.GetAsync($"/rooms/{room.RoomId}"))["settings"]!["durability"]!.GetValue<string>().ShouldBe("volatile");
        (await viewer.GetAsync($"/rooms/{room.RoomId}/state"))["state"]!["applied"]!.GetValue<string>().ShouldBe("1");
        (await viewer.RefusedAsync("GET", $"/rooms/{room.RoomId}/history", HttpStatusCode.NotFound)).ShouldBe("roomNotFound");
    }

    [Fact]
    public async Task The_past_of_a_room_is_listed_shown_and_forked()
    {
        await using var server = await Operator.StartAsync();
        using var someone = new Operator(server.Url);
        await using var player = await Operator.PlayerAsync(server, "ann");
        var room = await Operator.JoinAsync(player, JoinTarget.Key("table"));
        await Eventually.Of(room.SendAsync(new OracleCommand { Number = 1 }), "the answer");
        var version = await room.ReadAsync(_ => room.Position.Version.Value);
        await Eventually.Of(room.SendAsync(new OracleCommand { Number = 2 }), "the answer");
        var path = $"/rooms/{room.RoomId}";

        var history = await someone.GetAsync($"{path}/history?limit=1000");
        var moment = await someone.GetAsync($"{path}/history/{version}");
        var fork = await someone.PostAsync($"{path}/fork", new { at = $"{version}", key = "again" }, HttpStatusCode.Created);
        var sleeping = await someone.GetAsync($"/rooms/{fork["id"]}");

        history["isAll"]!.GetValue<bool>().ShouldBeTrue();
        history["entries"]![0]!["kind"]!.GetValue<string>().ShouldBe("record");
        moment["state"]!["applied"]!.GetValue<string>().ShouldBe("1");
        moment["members"]![0]!["name"]!.GetValue<string>().ShouldBe("ann");
        moment["newestVersion"]!.GetValue<ulong>().ShouldBeGreaterThan(version);
        fork["forkedAt"]!.GetValue<ulong>().ShouldBe(version);
        sleeping["phase"]!.GetValue<string>().ShouldBe("asleep");
        sleeping["forkedFrom"]!.GetValue<string>().ShouldBe(room.RoomId);
        sleeping["members"]!.AsArray().ShouldBeEmpty();
        (await someone.GetAsync($"/rooms/{fork["id"]}/state"))["isLive"]!.GetValue<bool>().ShouldBeFalse();
        (await someone.RefusedAsync("POST", $"{path}/fork", HttpStatusCode.Conflict, new { at = $"{version}", key = "again" }))
            .ShouldBe("keyTaken");
        (await someone.RefusedAsync("GET", $"{path}/history/100000", HttpStatusCode.Conflict)).ShouldBe("notYet");
        (await someone.RefusedAsync("GET", $"{path}/history/soon", HttpStatusCode.BadRequest)).ShouldBe("invalidRequest");
    }

    [Fact]
    public async Task Sessions_are_found_by_their_players_and_tell_their_rooms()
    {
        await using var server = await Operator.StartAsync();
        using var viewer = new Operator(server.Url, Operator.Viewer);
        await using var ann = await Operator.PlayerAsync(server, "ann");
        await using var bob = await Operator.PlayerAsync(server, "bob");
        var room = await Operator.JoinAsync(bob, JoinTarget.Key("table"));

        var found = (await viewer.GetAsync("/sessions?search=BOB"))["sessions"]!.AsArray().ShouldHaveSingleItem()!;
        var session = await viewer.GetAsync($"/sessions/{found["id"]}");
        var first = await viewer.GetAsync("/sessions?limit=1");

        found["state"]!.GetValue<string>().ShouldBe("connected");
        session["rooms"]!.ToJsonString().ShouldBe($$"""[{"id":"{{room.RoomId}}","type":"told"}]""");
        session["name"]!.GetValue<string>().ShouldBe("bob");
        first["next"]!.GetValue<string>().ShouldBe(first["sessions"]![0]!["id"]!.GetValue<string>());
        (await viewer.RefusedAsync("GET", "/sessions/nobody", HttpStatusCode.NotFound)).ShouldBe("sessionNotFound");
    }

    private static IEnumerable<string> Ids(JsonNode page) => page["rooms"]!.AsArray().Select(room => room!["id"]!.GetValue<string>());
}
