using System.Text.Json.Nodes;
using GameServer.Bench.Abuse;
using GameServer.Bench.Load;

namespace GameServer.Tests.Bench;

/// <summary>The abuse as a tool, as small as it goes. What it measures then means nothing.</summary>
public sealed class AbuseCommandTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _progress = new();

    private JsonNode Report => JsonNode.Parse(_output.ToString().TrimEnd().Split('\n')[^1])!;

    [Fact]
    public void A_game_of_two_loses_nothing_beside_all_abuse_at_once()
    {
        AbuseCommandLine
            .Run(["--rounds", "1", "--seconds", "1", "--warm-up", "0", "--scale", "0.02"], _output, _progress)
            .ShouldBe(0, _progress.ToString() + _output);
        Report["faults"]!.AsArray().ShouldBeEmpty();
        Report["optionsRaised"]!.AsArray().ShouldBeEmpty();
        Report["p99Ratio"]!.GetValue<double>().ShouldBePositive();
        Report["memoryPeakMiB"]!.GetValue<double>().ShouldBeLessThan(Report["memoryMiBMax"]!.GetValue<int>());
        Report["abused"]!["idleConnections"]!.GetValue<double>().ShouldBe(200);
        Report["abused"]!["floodFramesPerSecond"]!.GetValue<double>().ShouldBePositive();
    }

    [Fact]
    public void A_server_over_its_bound_of_memory_is_a_fault()
    {
        AbuseCommandLine
            .Run(["--rounds", "1", "--seconds", "1", "--warm-up", "0", "--scale", "0.001", "--memory-max", "1"], _output, _progress)
            .ShouldBe(AbuseCommandLine.Faulty);
        Report["faults"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldEndWith("the bound is 1 MiB");
    }

    [Fact]
    public void A_wrong_option_is_refused()
    {
        AbuseCommandLine.Run(["--seconds", "-1"], _output, _progress).ShouldBe(LoadCommand.Wrong);
        _progress.ToString().ShouldStartWith("GameServer.Bench: --seconds must be 0 or more.");
    }
}
