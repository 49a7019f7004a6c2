using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using GameServer.Client;
using GameServer.Tests.Client;
using GameServer.Tests.Conditions;
using GameServer.Tests.EndToEnd.Cluster;
using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.Storage;
using GameServer.Tests.Telemetry;

namespace GameServer.Tests.EndToEnd.Webhooks;

/// <summary>A backend that fails, hangs and is killed hears of every room in the end, and nobody who plays notices.</summary>
public sealed class WebhookTests
{
    private const int Commands = 5;
    private const string Viewer = "viewer-0123456789abcdef0123456789";

    [Theory]
    [InlineData("")]
    [InlineData("memory")]
    public async Task Every_close_arrives_in_the_end_whatever_the_receiver_does_and_a_game_goes_on(string store)
    {
        // From the beginning: the room beside is told of as soon as it is made, and nothing is to be taken before the receiver takes again.
        await using var receiver = new WebhookReceiver { Mood = ReceiverMood.Fails };
        await receiver.StartAsync();
        var settings = new Dictionary<string, string?>(receiver.Settings)
        {
            ["Store"] = store,
            ["Gateway:FramesPerSecond"] = "100000",
            ["Gateway:FramesBurst"] = "100000",
            ["Admin:Tokens:0:Name"] = "prometheus",
            ["Admin:Tokens:0:Token"] = Viewer,
        };
        await using var server = await TestServer.StartAsync(settings, MatchRooms.Register);
        await using var quiet = await MatchPlayer.ConnectAsync(server.WebSocketUrl);
        await using var client = await MatchPlayer.ConnectAsync(server.WebSocketUrl);
        using var over = new CancellationTokenSource();
        var beside = PlayOnAsync(quiet, over.Token);
        var keys = new List<string>();
        foreach (var mood in new[] { ReceiverMood.Fails, ReceiverMood.Hangs, ReceiverMood.Aborts, ReceiverMood.Redirects })
        {
            receiver.Mood = mood;
            await PlayAllAsync(client, keys, mood.ToString());
            await receiver.TriedAsync(3);
        }

        await receiver.KillAsync();
        await PlayAllAsync(client, keys, "Killed");
        (await ReadyAsync(server)).ShouldBe(HttpStatusCode.OK);
        (await FailuresAsync(server)).ShouldBePositive();
        receiver.Taken.ShouldBeEmpty();
        receiver.Mood = ReceiverMood.Takes;
        await receiver.StartAsync();

        Check(await receiver.TookAsync("room.closed", keys));
        var opened = await receiver.TookAsync("room.opened", keys);
        opened.ShouldAllBe(each => each["finalState"] == null && MatchRooms.Types.Contains((string?)each["room"]!["type"]));
        receiver.Wrong.ShouldBeEmpty();
        await over.CancelAsync();
        (await Eventually.Of(beside, "the end of the game beside")).ShouldBeGreaterThan(0UL);
        quiet.Statistics.Reconnects.ShouldBe(0);
        client.Statistics.Reconnects.ShouldBe(0);
    }

    [Fact]
    public async Task The_closes_of_durable_rooms_arrive_though_the_server_was_killed_before_it_could_tell()
    {
        await using var receiver = new WebhookReceiver();
        using var server = new KilledServer("", StoreFault.None, new ConcurrentQueue<string>()) { Settings = receiver.SettingLines };
        await server.StartAsync();
        var keys = new List<string>();
        await using (var client = await MatchPlayer.ConnectAsync(server.Address))
        {
            foreach (var type in new[] { MatchRooms.Committed, MatchRooms.Periodic })
            {
                await PlayAsync(client, type, keys, "killed");
            }
        }

        await server.KillAsync();
        await receiver.StartAsync();
        await server.StartAsync();

        Check(await receiver.TookAsync("room.closed", keys));
        await receiver.TookAsync("room.opened", keys);
        receiver.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Volatile_rooms_that_go_with_a_server_that_stops_are_told_of_with_their_last_state()
    {
        await using var receiver = new WebhookReceiver();
        using var server = new KilledServer("", StoreFault.None, new ConcurrentQueue<string>()) { Settings = receiver.SettingLines };
        await server.StartAsync();
        await using (var client = await MatchPlayer.ConnectAsync(server.Address))
        {
            var room = await MatchPlayer.JoinAsync(client, MatchRooms.Volatile, "stopped");
            await MatchPlayer.SendAsync(room, 1);
            await server.StopAsync();
        }

        await receiver.StartAsync();
        await server.StartAsync();

        var closed = (await receiver.TookAsync("room.closed", ["stopped"])).Single();
        ((string?)closed["reason"]).ShouldBe("The server has stopped.");
        ((string?)closed["finalState"]!["applied"]).ShouldBe("1");
        receiver.Wrong.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task What_a_killed_node_of_a_cluster_had_to_tell_another_one_tells()
    {
        await using var receiver = new WebhookReceiver();
        using var cluster = await TestCluster.StartAsync(
            await PostgresServer.Shared, receiver.SettingLines, ["gateway,host", "gateway"]);
        var keys = new List<string>();
        await using (var client = await MatchPlayer.ConnectAsync(cluster.Nodes[0].Address))
        {
            await PlayAllAsync(client, keys, "cluster");
        }

        await cluster.Nodes[0].KillAsync();
        await receiver.StartAsync();

        Check(await receiver.TookAsync("room.closed", keys));
        await receiver.TookAsync("room.opened", keys);
        receiver.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_stops_the_start_and_tells_no_secret()
    {
        await using var receiver = new WebhookReceiver();
        var settings = new Dictionary<string, string?>(receiver.Settings) { ["Webhooks:Endpoints:0:Secret"] = "hidden" };

        var failure = await Should.ThrowAsync<ConfigurationException>(() => TestServer.StartAsync(settings));

        failure.Message.ShouldStartWith("GameServer:Webhooks:Endpoints:0:Secret ");
        failure.Message.ShouldNotContain("hidden");
    }

    private static void Check(IReadOnlyList<JsonNode> closed)
    {
        foreach (var each in closed)
        {
            ((string?)each["id"]).ShouldBe($"closed_{each["room"]!["id"]}");
            ((string?)each["reason"]).ShouldBe(Match.Over);
            ((string?)each["finalState"]!["applied"]).ShouldBe($"{Commands}");
            MatchRooms.Types.ShouldContain((string?)each["room"]!["type"]);
        }
    }

    private static async Task PlayAllAsync(GameClient client, List<string> keys, string name)
    {
        foreach (var type in MatchRooms.Types)
        {
            await PlayAsync(client, type, keys, name);
        }
    }

    private static async Task PlayAsync(GameClient client, string type, List<string> keys, string name)
    {
        keys.Add($"{name} {type}");
        await MatchPlayer.PlayAsync(client, type, keys[^1], Commands);
    }

    /// <summary>Plays until the test is over; none of its commands may be lost, late or applied twice.</summary>
    private static async Task<ulong> PlayOnAsync(GameClient client, CancellationToken over)
    {
        var room = await MatchPlayer.JoinAsync(client, MatchRooms.Committed, "beside");
        var number = 0UL;
        while (!over.IsCancellationRequested)
        {
            await MatchPlayer.SendAsync(room, ++number);
        }

        (await room.ReadAsync(state => state.Applied)).ShouldBe(number);
        return number;
    }

    private static async Task<double> FailuresAsync(TestServer server)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", Viewer);
        var page = new PrometheusPage(await http.GetStringAsync(new Uri(server.Url, "/metrics")));
        return page["gameserver_webhook_failures_total{endpoint=\"backend\"}"];
    }

    private static async Task<HttpStatusCode> ReadyAsync(TestServer server)
    {
        using var http = new HttpClient();
        return (await http.GetAsync(new Uri(server.Url, "/readyz"))).StatusCode;
    }
}
