using System.Net;
using GameServer.Client;
using GameServer.Protocol.V1;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Gateway;
using GameServer.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.Admin;

/// <summary>What an operator does to a server that is played on, over HTTP.</summary>
public sealed class AdminActsTests
{
    [Fact]
    public async Task A_member_that_is_kicked_hears_why_and_the_others_stay()
    {
        await using var server = await Operator.StartAsync();
        using var someone = new Operator(server.Url);
        await using var ann = await Operator.PlayerAsync(server, "ann");
        await using var bob = await Operator.PlayerAsync(server, "bob");
        var room = await Operator.JoinAsync(ann, JoinTarget.Key("table"));
        var other = await Operator.JoinAsync(bob, JoinTarget.Key("table"));
        var left = new TaskCompletionSource<RoomLeft>();
        room.Left += left.SetResult;
        var path = $"/rooms/{room.RoomId}/members/{ann.PlayerId}/kick";

        (await someone.PostAsync(path, new { reason = "No swearing." })).ToJsonString().ShouldBe("""{"done":true}""");

        var why = await Eventually.Of(left.Task, "the farewell");
        why.Reason.ShouldBe(RoomLeft.Types.Reason.Kicked);
        why.Detail.ShouldBe("No swearing.");
        (await someone.GetAsync($"/rooms/{room.RoomId}"))["members"]!.AsArray().ShouldHaveSingleItem()!["name"]!.GetValue<string>()
            .ShouldBe("bob");
        (await Eventually.Of(other.SendAsync(new OracleCommand { Number = 1 }), "the answer")).Outcome.ShouldBe(CommandOutcome.Applied);
        (await someone.RefusedAsync("POST", path, HttpStatusCode.NotFound)).ShouldBe("memberNotFound");
    }

    [Fact]
    public async Task A_command_of_the_server_is_the_rooms_like_any_turn()
    {
        await using var server = await Operator.StartAsync();
        using var someone = new Operator(server.Url);
        await using var ann = await Operator.PlayerAsync(server, "ann");
        var room = await Operator.JoinAsync(ann, JoinTarget.Key("table"));
        var path = $"/rooms/{room.RoomId}/commands";

        await someone.PostAsync(path, new { command = new { number = "5" } });

        (await someone.GetAsync($"/rooms/{room.RoomId}/state"))["state"]!["applied"]!.GetValue<string>().ShouldBe("5");
        await Until.TrueAsync(() => room.ReadAsync(now => now.Applied).Result == 5, "the member sees it");
        (await someone.RefusedAsync("POST", path, HttpStatusCode.Conflict, new { command = new { number = $"{ToldRoom.Unlucky}" } }))
            .ShouldBe("refused");
        (await someone.RefusedAsync("POST", path, HttpStatusCode.BadRequest, new { command = new { nonsense = 1 } }))
            .ShouldBe("invalidRequest");
        (await someone.RefusedAsync("POST", "/rooms/nowhere/commands", HttpStatusCode.NotFound, new { command = new { } }))
            .ShouldBe("roomNotFound");
    }

    [Fact]
    public async Task A_room_is_made_played_in_and_closed()
    {
        await using var server = await Operator.StartAsync();
        using var someone = new Operator(server.Url);
        var wanted = new { type = "told", key = "final", properties = new { map = "north" } };

        var made = await someone.PostAsync("/rooms", wanted, HttpStatusCode.Created);

        await using var ann = await Operator.PlayerAsync(server, "ann");
        var room = await Operator.JoinAsync(ann, JoinTarget.Key("final"));
        room.RoomId.ShouldBe(made["id"]!.GetValue<string>());
        (await someone.RefusedAsync("POST", "/rooms", HttpStatusCode.Conflict, wanted)).ShouldBe("keyTaken");
        (await someone.RefusedAsync("POST", "/rooms", HttpStatusCode.NotFound, new { type = "chess" })).ShouldBe("unknownRoomType");
        var left = new TaskCompletionSource<RoomLeft>();
        room.Left += left.SetResult;
        (await someone.PostAsync($"/rooms/{made["id"]}/close")).ToJsonString().ShouldBe("""{"done":true}""");
        (await Eventually.Of(left.Task, "the farewell")).Reason.ShouldBe(RoomLeft.Types.Reason.RoomClosed);
        (await someone.PostAsync($"/rooms/{made["id"]}/close"))["done"]!.GetValue<bool>().ShouldBeFalse();
        (await someone.GetAsync($"/rooms/{made["id"]}"))["phase"]!.GetValue<string>().ShouldBe("finished");
        (await someone.RefusedAsync("POST", $"/rooms/{made["id"]}/commands", HttpStatusCode.Conflict, new { command = new { } }))
            .ShouldBe("roomEnded");
    }

    [Fact]
    public async Task A_room_that_sleeps_is_woken_for_what_it_is_ordered()
    {
        await using var server = await Operator.StartAsync();
        using var someone = new Operator(server.Url);
        var made = await someone.PostAsync("/rooms", new { type = "told" }, HttpStatusCode.Created);
        var history = await someone.GetAsync($"/rooms/{made["id"]}/history");
        var fork = await someone.PostAsync(
            $"/rooms/{made["id"]}/fork", new { at = history["newestVersion"]!.ToString() }, HttpStatusCode.Created);

        await someone.PostAsync($"/rooms/{fork["id"]}/commands", new { command = new { number = "3" } });

        var state = await someone.GetAsync($"/rooms/{fork["id"]}/state");
        state["isLive"]!.GetValue<bool>().ShouldBeTrue();
        state["state"]!["applied"]!.GetValue<string>().ShouldBe("3");
    }

    [Fact]
    public async Task A_seat_is_kept_for_its_player_alone_in_a_room_that_is_full_of_seats()
    {
        await using var server = await Operator.StartAsync();
        using var someone = new Operator(server.Url);
        await using var ann = await Operator.PlayerAsync(server, "ann");
        await using var bob = await Operator.PlayerAsync(server, "bob");
        var made = await someone.PostAsync("/rooms", new { type = "told" }, HttpStatusCode.Created);
        var path = $"/rooms/{made["id"]}/seats";
        var forAnn = new { player = ann.PlayerId, lifetimeMs = 600_000 };

        var seat = await someone.PostAsync(path, forAnn, HttpStatusCode.Created);
        await someone.PostAsync(path, new { lifetimeMs = 600_000 }, HttpStatusCode.Created);

        var id = JoinTarget.Id(made["id"]!.GetValue<string>());
        (await someone.GetAsync($"/rooms/{made["id"]}"))["seatsReserved"]!.GetValue<int>().ShouldBe(2);
        await Should.ThrowAsync<RequestRefusedException>(Operator.JoinAsync(bob, id));
        var joined = await Eventually.Of(
            ann.JoinAsync(Operator.Told, id, new JoinSettings { Seat = seat["seat"]!.GetValue<string>() }), "the room");
        joined.PlayerNumber.ShouldBe(1u);
        (await someone.RefusedAsync("POST", path, HttpStatusCode.BadRequest, new { lifetimeMs = 5 })).ShouldBe("invalidRequest");
    }

    [Fact]
    public async Task A_session_that_is_closed_is_in_no_room_any_more_and_its_client_is_told_not_to_come_back()
    {
        await using var server = await Operator.StartAsync();
        using var someone = new Operator(server.Url);
        await using var ann = await Operator.PlayerAsync(server, "ann");
        var room = await Operator.JoinAsync(ann, JoinTarget.Key("table"));
        var closed = new TaskCompletionSource<ClosedInfo>();
        ann.Closed += closed.SetResult;
        var session = (await someone.GetAsync("/sessions"))["sessions"]![0]!["id"];

        (await someone.PostAsync($"/sessions/{session}/close"))["done"]!.GetValue<bool>().ShouldBeTrue();

        (await Eventually.Of(closed.Task, "the close")).Code.ShouldBe((int)CloseCode.Removed);
        (await someone.GetAsync($"/rooms/{room.RoomId}"))["members"]!.AsArray().ShouldBeEmpty();
        await Until.TrueAsync(() => server.Node.Core.Sessions.Count == 0, "the session is forgotten");
        (await someone.RefusedAsync("POST", $"/sessions/{session}/close", HttpStatusCode.NotFound)).ShouldBe("sessionNotFound");
    }

    [Fact]
    public async Task A_server_that_is_drained_stops()
    {
        await using var server = await Operator.StartAsync(new Dictionary<string, string?> { ["NodeName"] = "alpha" });
        using var someone = new Operator(server.Url);

        (await someone.RefusedAsync("POST", "/nodes/beta/drain", HttpStatusCode.NotFound)).ShouldBe("nodeNotFound");
        (await someone.PostAsync("/nodes/alpha/drain", status: HttpStatusCode.Accepted)).ToJsonString().ShouldBe("""{"accepted":true}""");

        await server.StoppedAsync();
    }

    [Fact]
    public async Task Who_did_what_and_what_came_of_it_is_in_the_audit_log()
    {
        var lines = new List<string>();
        void Listen(IServiceCollection services) => services.AddLogging(logging => logging.AddProvider(new AuditLines(lines)));
        await using var server = await Operator.StartAsync(services: Listen);
        using var someone = new Operator(server.Url);
        using var viewer = new Operator(server.Url, Operator.Viewer);

        var made = await someone.PostAsync("/rooms", new { type = "told" }, HttpStatusCode.Created);
        await viewer.RefusedAsync("POST", $"/rooms/{made["id"]}/close", HttpStatusCode.Forbidden);
        await someone.RefusedAsync("POST", $"/rooms/{made["id"]}/members/no%0Abody/kick", HttpStatusCode.BadRequest);
        await viewer.GetAsync("/nodes");

        lock (lines)
        {
            lines.ShouldBe(
            [
                $"Operator olga: createRoom, Done (room {made["id"]}, session -, node -, player -)",
                $"Operator vera: closeRoom, Forbidden (room {made["id"]}, session -, node -, player -)",
                $"Operator olga: kickMember, InvalidRequest (room {made["id"]}, session -, node -, player no?body)",
            ]);
        }
    }

    /// <summary>Keeps what is written under the audit's category.</summary>
    private sealed class AuditLines(List<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) =>
            new LinesLogger<AuditLines>(categoryName == "GameServer.Admin.Audit" ? lines : []);

        public void Dispose()
        {
        }
    }
}
