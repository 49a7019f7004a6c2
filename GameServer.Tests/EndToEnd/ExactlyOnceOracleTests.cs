using GameServer.Client;
using GameServer.Tests.Client;

namespace GameServer.Tests.EndToEnd;

/// <summary>The promise of exactly once, over a real server and connections that are cut at random bytes again and again.</summary>
public sealed class ExactlyOnceOracleTests
{
    private const int ClientsMax = 20;
    private const int CommandsMax = 1_000;
    private const int Rooms = 3;
    private static readonly ByteRange CutAfter = new(2_000, 40_000);

    [Fact]
    public async Task Every_command_and_every_event_counts_once_however_often_connections_are_cut()
    {
        var clients = Math.Min(ClientsMax, TestScale.Of(6));
        var commands = Math.Min(CommandsMax, TestScale.Of(200));
        // A rate that is exceeded now and then: refusals at the door are part of the promise, floods are not.
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:FramesPerSecond"] = "4000",
            ["Gateway:FramesRefusedMax"] = "1000000",
            ["Gateway:OutboxBytesMax"] = "134217728",
        };
        await using var server = await TestServer.StartAsync(settings, rooms => rooms.Add<OracleRoom>("oracle"));

        var runs = await Task.WhenAll(Enumerable.Range(0, clients).Select(seed => JoinAsync(server.WebSocketUrl, seed, commands, clients)));
        var members = runs.SelectMany(run => run.Members).ToList();
        var work = Task.WhenAll(members.Select(member => member.SendAllAsync()).Concat(members.Select(member => member.SeeAllAsync())));
        await Task.WhenAny(work, Task.Delay(TimeSpan.FromMinutes(5)));

        var faults = (await Task.WhenAll(members.Select(member => member.FindFaultsAsync()))).SelectMany(fault => fault).ToList();
        faults.ShouldBeEmpty();
        work.IsCompletedSuccessfully.ShouldBeTrue("every command is answered and every event comes");
        for (var room = 0; room < Rooms; room++)
        {
            var hashes = await Task.WhenAll(runs.Select(run => run.Members[room].HashAsync()));
            hashes.Distinct().Count().ShouldBe(1);
        }

        runs.Sum(run => run.Client.Statistics.HashMismatches).ShouldBe(0);
        runs.ShouldAllBe(run => run.Network.Cuts > 0 && run.Client.Statistics.Reconnects > 0);
        await Task.WhenAll(runs.Select(run => run.Client.DisposeAsync().AsTask()));
    }

    private static async Task<Run> JoinAsync(Uri address, int seed, int commands, int clients)
    {
        var network = new NetworkSimulation(seed);
        var options = new GameClientOptions { Simulation = network, ReconnectDelay = TimeSpan.FromMilliseconds(20) };
        var client = await Eventually.Of(GameClient.ConnectAsync(address, options), "the session");
        network.CutAfterBytes = CutAfter;
        var members = await Task.WhenAll(Enumerable.Range(1, Rooms)
            .Select(room => OracleMember.JoinAsync(client, $"room {room}", commands, clients)));
        return new Run(client, network, members);
    }

    private sealed record Run(GameClient Client, NetworkSimulation Network, OracleMember[] Members);
}
