using System.CommandLine;
using GameServer.Bench.Load;

namespace GameServer.Bench.Chaos;

/// <summary>
/// `chaos`: kills, freezes and cuts off the nodes of a cluster under players, and says what they have lost. docs/CHAOS.md.
/// </summary>
internal static class ChaosTool
{
    private const int Clean = 0;
    private const int Unclean = 1;
    private const int TooLittle = 3;
    private const int KillsPerMinuteMin = 10;
    private const int AcknowledgedPerMinuteMin = 25_000;
    private const int FailoversPerMinuteMin = 250;

    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var nodes = new Option<int>("--nodes") { Description = "Nodes.", DefaultValueFactory = _ => 3 };
        var clients = new Option<int>("--clients") { Description = "Clients, each in two rooms.", DefaultValueFactory = _ => 200 };
        var minutes = new Option<double>("--minutes") { Description = "How long the nodes are hurt.", DefaultValueFactory = _ => 2 };
        var seed = new Option<int>("--seed") { Description = "Decides what is done to whom.", DefaultValueFactory = _ => 1 };
        var pace = new Option<double>("--pace")
        {
            Description = "Commands a second of each client to its committed room; its other room gets a fifth of that.",
            DefaultValueFactory = _ => 2.5,
        };
        var store = new Option<string>("--store")
        {
            Description = "A connection string of an empty PostgreSQL database; default: one is started.",
            DefaultValueFactory = _ => "",
        };
        var rolling = new Option<bool>("--rolling") { Description = "Stops and starts the nodes in turn instead of hurting them." };
        var broken = new Option<bool>("--break") { Description = "The nodes acknowledge before they commit: the verdict must say so." };
        var logs = new Option<bool>("--keep-logs") { Description = "Leaves the nodes' folders with their logs." };
        var root = new RootCommand("Plays in a cluster while its nodes are killed, frozen and cut off.")
        {
            nodes, clients, minutes, seed, pace, store, rolling, broken, logs,
        };
        var code = Clean;
        root.SetAction(result => code = Play(
            new ChaosOptions
            {
                Nodes = result.GetValue(nodes),
                Clients = result.GetValue(clients),
                Minutes = result.GetValue(minutes),
                Seed = result.GetValue(seed),
                Pace = result.GetValue(pace),
                Store = result.GetValue(store)!,
                IsRolling = result.GetValue(rolling),
                Breaks = result.GetValue(broken),
                KeepsLogs = result.GetValue(logs),
            },
            output,
            progress));
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            progress.WriteLine($"GameServer.Bench: {parsed.Errors[0].Message} Try --help.");
            return LoadCommand.Wrong;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = progress, EnableDefaultExceptionHandler = false };
            return Math.Max(parsed.Invoke(configuration), code);
        }
        catch (Exception failure)
        {
            progress.WriteLine($"GameServer.Bench: {(failure is BenchFailure or IOException ? failure.Message : failure)}");
            return Unclean;
        }
    }

    private static int Play(ChaosOptions options, TextWriter output, TextWriter progress)
    {
        var verdict = new ChaosRun(options, progress).RunAsync().GetAwaiter().GetResult();
        foreach (var fault in verdict.Committed.Faults.Select(fault => fault.ToString()).Concat(verdict.Lesser).Take(40))
        {
            output.WriteLine(fault);
        }

        var json = verdict.ToJson();
        foreach (var (name, value) in json)
        {
            output.WriteLine($"{name,-20} {value}");
        }

        var isEnough = options.IsRolling
            || (verdict.Kills >= KillsPerMinuteMin * options.Minutes
                && verdict.Acknowledged >= AcknowledgedPerMinuteMin * options.Minutes
                && verdict.Failovers.Count >= FailoversPerMinuteMin * options.Minutes);
        var code = !verdict.IsClean ? Unclean : isEnough ? Clean : TooLittle;
        output.WriteLine(code switch
        {
            Clean => "Clean.",
            TooLittle => "Clean, but too little happened for a verdict.",
            _ => "NOT clean.",
        });
        json["exitCode"] = code;
        output.WriteLine(json.ToJsonString());
        return code;
    }
}
