using System.Text.Json.Nodes;
using GameServer.Bench.Commits;
using GameServer.Bench.Load;
using GameServer.Tests.Conditions;

namespace GameServer.Tests.Bench;

/// <summary>The measuring of commits, as small as it goes. What it measures then means nothing.</summary>
public sealed class CommitsTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _progress = new();

    [Fact]
    public void On_SQLite_everything_is_committed_and_measured() => Measure(CommitPlace.Sqlite, "SQLite");

    [PostgresFact]
    public void On_PostgreSQL_everything_is_committed_and_measured() => Measure(CommitPlace.Postgres, "PostgreSQL");

    [Fact]
    public void A_store_that_is_none_is_refused()
    {
        CommitsCommand.Run(["--store", "paper"], _output, _progress).ShouldBe(LoadRounds.Faulty);
        _progress.ToString().ShouldContain("There is no store 'paper', but: sqlite, postgres, a connection string.");
    }

    private void Measure(string store, string name)
    {
        string[] shape = ["--rooms", "3", "--in-flight", "4", "--quiet", "200"];
        string[] time = ["--rounds", "1", "--seconds", "0.3", "--warm-up", "0.1"];
        CommitsCommand.Run(["--store", store, .. shape, .. time], _output, _progress).ShouldBe(0, $"{_output}{_progress}");
        var report = JsonNode.Parse(_output.ToString().TrimEnd().Split('\n')[^1])!;
        report["faults"]!.AsArray().ShouldBeEmpty();
        foreach (var figure in new[] { "commandsPerSecond", "p99Micros", "roomsPerBatch", "logBytesPerCommand", "ratioToBare" })
        {
            report[$"{name}, 3 rooms, 4 in flight"]![figure]!.GetValue<double>().ShouldBePositive(figure);
        }

        report[$"{name}, 3 rooms, 200 per second"]!["p50Micros"]!.GetValue<double>().ShouldBePositive();
    }
}
