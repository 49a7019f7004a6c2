using System.Text.Json.Nodes;
using GameServer.Bench.Load;
using GameServer.Bench.Soak;

namespace GameServer.Tests.Bench;

/// <summary>The soak against real processes, as short as it goes.</summary>
public sealed class SoakTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _progress = new();

    private string All => _progress.ToString() + _output;

    private JsonNode Report => JsonNode.Parse(_output.ToString().TrimEnd().Split('\n')[^1])!;

    [Fact]
    public void What_a_server_holds_returns_to_where_it_was_when_all_have_left_before_a_kill_and_after_it()
    {
        SoakCommandLine.Run(["--cycles", "4", "--cycle", "0.6", "--bots", "12"], _output, _progress).ShouldBe(0, All);
        var processes = Report["processes"]!.AsArray();
        processes.Count.ShouldBe(2);
        processes.ShouldAllBe(process => process!["cycles"]!.GetValue<int>() >= 4);
        foreach (var name in new[] { "sessions", "commands", "acknowledged", "cuts" })
        {
            Report[name]!.GetValue<long>().ShouldBePositive(name);
        }
    }

    [Fact]
    public void A_leak_that_was_put_in_on_purpose_is_found()
    {
        SoakCommandLine
            .Run(["--cycles", "4", "--cycle", "0.6", "--bots", "6", "--no-kill", "--leak"], _output, _progress)
            .ShouldBe(SoakCommandLine.Faulty, All);
        Report["faults"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldStartWith("process 1: managedKiB grew by ");
    }

    [Fact]
    public void Too_few_cycles_are_refused()
    {
        SoakCommandLine.Run(["--cycles", "3"], _output, _progress).ShouldBe(LoadCommand.Wrong);
        _progress.ToString().ShouldStartWith("GameServer.Bench: --cycles must be 4 or more");
    }
}
