using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GameServer.Bench.Processes;
using GameServer.Client;
using GameServer.Tests.Client;
using GameServer.Tests.Conditions;
using GameServer.Tests.EndToEnd;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Storage;

namespace GameServer.Tests.Admin;

/// <summary>One node is asked; what is asked about is on another: the only host of a cluster, beside a gateway.</summary>
public sealed class AdminClusterTests : IDisposable
{
    private readonly KeptPort _gatewayLinks = new();
    private readonly KeptPort _hostLinks = new();
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public void Dispose()
    {
        _gatewayLinks.Dispose();
        _hostLinks.Dispose();
    }

    [PostgresFact]
    public async Task Any_node_answers_about_all_and_acts_on_all()
    {
        var store = await (await PostgresServer.Shared).NewDatabaseAsync();
        await using var host = await StartAsync("hall", "host", store, _hostLinks);
        await using var gateway = await StartAsync("gate", "gateway", store, _gatewayLinks);
        using var atGateway = new Operator(gateway.Url);
        using var atHost = new Operator(host.Url);
        await using var ann = await Operator.PlayerAsync(gateway, "ann");
        var room = await Operator.JoinAsync(ann, JoinTarget.Key("table"));
        await Eventually.Of(room.SendAsync(new OracleCommand { Number = 1 }), "the answer");
        var path = $"/rooms/{room.RoomId}";

        var nodes = await atGateway.GetAsync("/nodes");
        nodes["missing"]!.AsArray().ShouldBeEmpty();
        nodes["nodes"]!.AsArray().Select(node => $"{node!["id"]} {node["roles"]![0]} {node["connections"]}")
            .ShouldBe(["gate gateway 1", "hall host 0"]);
        (await atGateway.GetAsync("/figures"))["nodes"]!.AsArray().Count.ShouldBe(2);
        (await atGateway.GetAsync("/rooms"))["rooms"]![0]!["node"]!.GetValue<string>().ShouldBe("hall");
        (await atGateway.GetAsync("/rooms?node=gate"))["rooms"]!.AsArray().ShouldBeEmpty();
        var detail = await atGateway.GetAsync(path);
        detail["node"]!.GetValue<string>().ShouldBe("hall");
        detail["members"]![0]!["name"]!.GetValue<string>().ShouldBe("ann");
        (await atGateway.GetAsync($"{path}/state"))["state"]!["applied"]!.GetValue<string>().ShouldBe("1");
        await atGateway.PostAsync($"{path}/commands", new { command = new { number = "4" } });
        (await atHost.GetAsync($"{path}/state"))["state"]!["applied"]!.GetValue<string>().ShouldBe("5");
        await atGateway.PostAsync($"{path}/seats", new { lifetimeMs = 60_000 }, HttpStatusCode.Created);
        (await atHost.GetAsync(path))["seatsReserved"]!.GetValue<int>().ShouldBe(1);
        (await atGateway.PostAsync("/rooms", new { type = "told" }, HttpStatusCode.Created))["node"]!.GetValue<string>().ShouldBe("hall");

        await ActOnSessionAsync(atHost, path);
        (await atGateway.PostAsync($"{path}/close"))["done"]!.GetValue<bool>().ShouldBeTrue();
        (await atHost.GetAsync(path))["phase"]!.GetValue<string>().ShouldBe("finished");
        (await atHost.PostAsync("/nodes/gate/drain", status: HttpStatusCode.Accepted))["accepted"]!.GetValue<bool>().ShouldBeTrue();
        await gateway.StoppedAsync();
    }

    // The session is at the gateway, and its room here.
    private static async Task ActOnSessionAsync(Operator atHost, string room)
    {
        JsonNode session = (await atHost.GetAsync("/sessions"))["sessions"]!.AsArray().ShouldHaveSingleItem()!;
        session["node"]!.GetValue<string>().ShouldBe("gate");
        var detail = await atHost.GetAsync($"/sessions/{session["id"]}");
        detail["rooms"]!.AsArray().Count.ShouldBe(1);
        (await atHost.PostAsync($"/sessions/{session["id"]}/close"))["done"]!.GetValue<bool>().ShouldBeTrue();
        (await atHost.GetAsync(room))["members"]!.AsArray().ShouldBeEmpty();
    }

    private Task<TestServer> StartAsync(string name, string roles, string store, KeptPort links)
    {
        var settings = Operator.Settings(new Dictionary<string, string?>
        {
            ["NodeName"] = name,
            ["Store"] = store,
            ["ClusterKeys:0"] = _key,
            ["Cluster:Enabled"] = "true",
            ["Cluster:Roles"] = roles,
            ["Cluster:Advertise"] = $"127.0.0.1:{links.Number}",
        });
        return TestServer.StartAsync(settings, Operator.Register);
    }
}
