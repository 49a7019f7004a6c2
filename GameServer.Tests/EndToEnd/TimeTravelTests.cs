using System.Text.Json.Nodes;
using GameServer.Authoring;
using GameServer.Client;
using GameServer.Protocol.Identity;
using GameServer.Tests.Client;
using GameServer.Tests.Conditions;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Storage;
using Google.Protobuf;

namespace GameServer.Tests.EndToEnd;

/// <summary>Looking at rooms and back in time from the command line, beside the running server that real clients play on.</summary>
public sealed class TimeTravelTests : IDisposable
{
    private const int Commands = 12;

    private static readonly RoomDefinition<OracleState, OracleCommand, OracleEvent> _definition =
        new("oracle", OracleState.Parser, OracleEvent.Parser);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gameserver-test-");
    private string _store = "";

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public Task On_SQLite_the_past_is_as_it_was_seen_and_a_fork_of_it_can_be_joined() => LookBackAsync();

    [PostgresFact]
    public async Task On_PostgreSQL_the_past_is_as_it_was_seen_and_a_fork_of_it_can_be_joined()
    {
        _store = await (await PostgresServer.Shared).NewDatabaseAsync();
        await LookBackAsync();
    }

    [Fact]
    public void Without_a_store_it_says_so_in_one_line()
    {
        var (code, output, error) = Say("list");
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldStartWith("GameServer: GameServer:Data: there is no gameserver.db in ");
        error.Trim().Split('\n').Length.ShouldBe(1);
    }

    private async Task LookBackAsync()
    {
        var settings = new Dictionary<string, string?> { ["Data"] = _data.FullName, ["Store"] = _store };
        await using var server = await TestServer.StartAsync(settings, Register);
        await using var client = await ConnectAsync(server);
        var room = await Eventually.Of(client.JoinAsync(_definition, JoinTarget.Key("table")), "the room");
        var seen = await PlayAsync(room);

        Done("list")[0]!["id"]!.GetValue<string>().ShouldBe(room.RoomId);
        foreach (var (version, state) in seen)
        {
            var shown = Done("show", room.RoomId, "--at", $"{version}");
            JsonParser.Default.Parse<OracleState>(shown["state"]!.ToJsonString()).ShouldBe(state);
            shown["version"]!.GetValue<ulong>().ShouldBe(version);
        }

        var now = Done("show", room.RoomId);
        now["members"]!.AsArray().ShouldHaveSingleItem()!["isHere"]!.GetValue<bool>().ShouldBeTrue();
        Say("delete", room.RoomId).Error.ShouldContain("is placed: a server runs it");
        await ForkAsync(client, room.RoomId, seen);
        Export(room.RoomId, seen);
    }

    private async Task ForkAsync(GameClient client, string id, SortedDictionary<ulong, OracleState> seen)
    {
        var (version, state) = seen.ElementAt(seen.Count / 2);
        var fork = Done("fork", id, "--at", $"{version}")["id"]!.GetValue<string>();
        Done("show", fork)["forkedFrom"]!.GetValue<string>().ShouldBe($"{id} at {version}");

        var joined = await Eventually.Of(client.JoinAsync(_definition, JoinTarget.Id(fork)), "the fork");
        (await joined.ReadAsync(now => now.Applied)).ShouldBe(state.Applied);
        (await joined.ReadAsync(now => now.Tallies.Keys.Max())).ShouldBe(joined.PlayerNumber);
        joined.PlayerNumber.ShouldBeGreaterThan(state.Tallies.Keys.Max());
        var reply = await Eventually.Of(joined.SendAsync(new OracleCommand { Number = 1 }), "the answer");
        reply.Outcome.ShouldBe(CommandOutcome.Applied);
        (await joined.ReadAsync(now => now.Applied)).ShouldBe(state.Applied + 1);
        Done("show", id)["state"]!["applied"]!.GetValue<string>().ShouldBe($"{Commands}");
    }

    private void Export(string id, SortedDictionary<ulong, OracleState> seen)
    {
        var file = Path.Combine(_data.FullName, "table.history");
        Done("history", id, "--export", file);
        var (version, state) = seen.ElementAt(seen.Count / 2);
        var bytes = File.ReadAllBytes(file);

        RoomHarness.Load(new CommittedOracleRoom(), bytes).State.ShouldBe(seen.Values.Last());
        RoomHarness.Load(new CommittedOracleRoom(), bytes, new RoomVersion(version)).State.ShouldBe(state);
    }

    private static Task<GameClient> ConnectAsync(TestServer server) =>
        Eventually.Of(GameClient.ConnectAsync(server.WebSocketUrl, new GameClientOptions { Name = "alice" }), "the session");

    private static void Register(IRoomCatalog rooms) => rooms.Add<CommittedOracleRoom>("oracle");

    /// <summary>Sends commands one after the other; answers what was seen at each version.</summary>
    private static async Task<SortedDictionary<ulong, OracleState>> PlayAsync(RoomHandle<OracleState, OracleCommand, OracleEvent> room)
    {
        var seen = new SortedDictionary<ulong, OracleState>();
        for (var number = 1ul; number <= Commands; number++)
        {
            var reply = await Eventually.Of(room.SendAsync(new OracleCommand { Number = number }), "the answer");
            reply.Outcome.ShouldBe(CommandOutcome.Applied);
            var (version, state) = await room.ReadAsync(now => (room.Position.Version.Value, now.Clone()));
            seen[version] = state;
        }

        return seen;
    }

    private JsonNode Done(params string[] arguments)
    {
        var (code, output, error) = Say([.. arguments, "--json"]);
        code.ShouldBe(0, error);
        return JsonNode.Parse(output)!;
    }

    private (int Code, string Output, string Error) Say(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] line = ["rooms", .. arguments, "--data", _data.FullName, "--store", _store];
        var asked = CommandLine.Read(line, TimeProvider.System.GetUtcNow(), output, error)
            .ShouldBeOfType<CommandLine.Answer.Rooms>(error.ToString());
        var code = RoomsProgram.Run(asked, Register, TimeProvider.System, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
