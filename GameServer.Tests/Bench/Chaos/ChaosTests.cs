using System.Text.Json.Nodes;
using GameServer.Bench.Chaos;
using GameServer.Bench.Load;
using GameServer.Tests.Conditions;

namespace GameServer.Tests.Bench.Chaos;

/// <summary>The chaos tool against real processes, as small as it goes.</summary>
[Collection(nameof(EndToEnd.Crash))]
public sealed class ChaosTests
{
    private static readonly string[] Small =
    [
        "--nodes", "1", "--alone", "--clients", "8", "--pace", "200", "--minutes", "0.1", "--without", "cut,database,pause",
    ];

    private readonly StringWriter _output = new();
    private readonly StringWriter _progress = new();

    [PostgresFact]
    public void A_node_that_is_killed_takes_nothing_from_anybody()
    {
        var report = Run(Small);
        report["clean"]!.GetValue<bool>().ShouldBeTrue($"{_output}{_progress}");
        report["kills"]!.GetValue<int>().ShouldBePositive();
        report["acknowledged"]!.GetValue<int>().ShouldBePositive();
    }

    [PostgresFact]
    public void A_node_that_acknowledges_before_it_commits_is_found_out()
    {
        var report = Run([.. Small, "--break", "early-ack"]);
        report["clean"]!.GetValue<bool>().ShouldBeFalse($"{_output}{_progress}");
        report["exitCode"]!.GetValue<int>().ShouldBe(WorldCommandLine.Unclean);
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--nodes", "0")]
    [InlineData("--minutes", "0")]
    [InlineData("--without", "luck")]
    [InlineData("--break", "everything")]
    [InlineData("--alone")]
    public void A_wrong_command_line_is_refused(params string[] arguments)
    {
        ChaosCommandLine.Run(arguments, _output, _progress).ShouldBe(LoadCommand.Wrong);
        _progress.ToString().ShouldStartWith("GameServer.Bench: ");
    }

    private JsonNode Run(params string[] arguments)
    {
        ChaosCommandLine.Run(arguments, _output, _progress);
        return JsonNode.Parse(_output.ToString().TrimEnd().Split('\n')[^1]).ShouldNotBeNull(_progress.ToString());
    }
}
