using System.Text.Json.Nodes;
using GameServer.Bench.Load;

namespace GameServer.Tests.Bench;

/// <summary>The load generator against real servers, as small as it goes. What it measures then means nothing.</summary>
public sealed class LoadTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _progress = new();

    [Fact]
    public void Every_workload_runs_loses_nothing_and_says_what_it_measured()
    {
        var exitCode = LoadCommand.Run(
            ["--workload", "all", "--rounds", "1", "--seconds", "0.2", "--warm-up", "0", "--scale", "0.002"], _output, _progress);
        _progress.ToString().ShouldNotContain("FAULTS");
        exitCode.ShouldBeOneOf(0, LoadRounds.Void);
        var report = JsonNode.Parse(_output.ToString().TrimEnd().Split('\n')[^1])!;
        report["faults"]!.AsArray().ShouldBeEmpty();
        report["bareSendCpuMicros"]!.GetValue<double>().ShouldBePositive();
        report["baselineFactor"]!.GetValue<double>().ShouldBePositive();
        report["tickInDeliveries"]!.GetValue<double>().ShouldBePositive();
        foreach (var workload in new[] { "rooms", "room", "flood", "echo" })
        {
            foreach (var server in new[] { "gameServer", "baseline", "ratio" })
            {
                ShouldHave(report, workload, server, "cpuMicrosPerDelivery", "deliveriesPerSecond", "p50Micros", "p99Micros", "maxMicros");
            }

            ShouldHave(report, workload, "gameServer", "turnsPerSecond", "commandsPerSecond", "allocatedBytesPerDelivery");
        }

        foreach (var workload in new[] { "commit", "commits", "commits2000", "commitsQuiet" })
        {
            ShouldHave(report, workload, "gameServer", "deliveriesPerSecond", "p50Micros", "p99Micros", "commandsPerSecond");
        }

        ShouldHave(report, "tick", "gameServer", "cpuMicrosPerMemberTick", "bytesPerMemberTick", "stateBytes", "offBeatP99Micros");
        ShouldHave(report, "ticks", "gameServer", "cpuMicrosPerTick", "turnsPerSecond");
        ShouldHave(report, "slow", "gameServer", "p99Ratio", "residentMiB", "drainMillis", "drainedStateAgeMaxMillis");
        ShouldHave(report, "idle", "ratio", "kbPerConnectionOf10", "kbPerConnectionOf40");
        ShouldHave(report, "join", "ratio", "cpuMicrosPerJoin", "joinsPerSecond", "p99Micros");
    }

    [Fact]
    public void A_workload_that_is_none_is_refused_with_those_that_are()
    {
        LoadCommand.Run(["--workload", "rush"], _output, _progress).ShouldBe(LoadRounds.Faulty);
        _progress.ToString().ShouldContain("There is no workload 'rush', but: rooms, room, flood, echo, tick, ticks, slow, idle, "
            + "commit, commits, commits2000, commitsQuiet, join, all.");
    }

    [Fact]
    public void A_wrong_option_is_refused()
    {
        LoadCommand.Run(["--nonsense"], _output, _progress).ShouldBe(LoadCommand.Wrong);
        _progress.ToString().ShouldStartWith("GameServer.Bench: ");
    }

    [Fact]
    public void A_server_that_does_not_start_is_told_with_what_it_said()
    {
        LoadCommand.Run(["--workload", "echo", "--no-baseline", "--server", "nowhere.dll"], _output, _progress).ShouldBe(LoadRounds.Faulty);
        _progress.ToString().ShouldContain("nowhere.dll");
    }

    private static void ShouldHave(JsonNode report, string workload, string server, params string[] names)
    {
        foreach (var name in names)
        {
            report["workloads"]![workload]![server]![name].ShouldNotBeNull($"{workload}, {server}, {name}");
        }
    }
}
