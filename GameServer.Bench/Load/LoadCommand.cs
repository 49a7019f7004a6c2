using System.CommandLine;
using GameServer.Bench.Commits;

namespace GameServer.Bench.Load;

/// <summary>The command line of the load generator.</summary>
internal static class LoadCommand
{
    internal const int Wrong = 2;

    internal static int Run(IReadOnlyList<string> arguments) => Run(arguments, Console.Out, Console.Error);

    /// <param name="arguments">What follows "load".</param>
    /// <param name="output">Gets the table and, as the last line, the JSON.</param>
    /// <param name="progress">Gets what is going on, and what is wrong.</param>
    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var workloads = new Option<string[]>("--workload")
        {
            Description = $"{string.Join(", ", Workloads.All.Select(each => each.Name))}, or all; may be repeated.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["all"],
        };
        var rounds = Number("--rounds", "How often each is run; the medians count.", 5);
        var seconds = Number("--seconds", "How long the measured window is.", 10);
        var warmUp = Number("--warm-up", "How many seconds the load runs before it.", 5);
        var deliveries = Number("--deliveries", "Makes the window last until so many deliveries.", 0);
        var scale = Number("--scale", "Part of the clients and rooms; anything but 1 only shows that it works.", 1);
        var noBaseline = new Option<bool>("--no-baseline") { Description = "Measures the server alone." };
        var server = new Option<string?>("--server") { Description = "The GameServer.dll to measure; default: the one beside the bench." };
        var against = new Option<string?>("--against")
        {
            Description = "Another build's GameServer.dll, measured in the baseline's place.",
        };
        var store = new Option<string>("--store")
        {
            Description = "Where committed rooms are stored: sqlite (default), postgres (one is started), or a connection string.",
            DefaultValueFactory = _ => CommitPlace.Sqlite,
        };
        var root = new RootCommand("Loads a GameServer, and a baseline beside it, as processes of their own on 127.0.0.1.")
        {
            workloads, rounds, seconds, warmUp, deliveries, scale, noBaseline, server, against, store,
        };
        var exitCode = 0;
        root.SetAction(result => exitCode = Run(
            result.GetValue(store)!,
            new LoadOptions
            {
                Workloads = Workloads.Named(result.GetValue(workloads)!),
                Rounds = (int)result.GetValue(rounds),
                Seconds = result.GetValue(seconds),
                WarmUpSeconds = result.GetValue(warmUp),
                Deliveries = (long)result.GetValue(deliveries),
                Scale = result.GetValue(scale),
                Baseline = !result.GetValue(noBaseline),
                Server = result.GetValue(server),
                Against = result.GetValue(against),
            },
            output,
            progress));
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            progress.WriteLine($"GameServer.Bench: {parsed.Errors[0].Message} Try --help.");
            return Wrong;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = progress, EnableDefaultExceptionHandler = false };
            return Math.Max(parsed.Invoke(configuration), exitCode);
        }
        catch (Exception failure)
        {
            // Caught whatever it is: servers end with the blocks that hold them, which an unhandled exception would not leave.
            progress.WriteLine($"GameServer.Bench: {(failure is BenchFailure or IOException ? failure.Message : failure)}");
            return LoadRounds.Faulty;
        }
    }

    // What is started for the load ends with it.
    private static int Run(string store, LoadOptions options, TextWriter output, TextWriter progress)
    {
        using var place = new CommitPlace(store);
        return LoadRounds.Run(options with { Place = place }, output, progress);
    }

    private static Option<double> Number(string name, string description, double usual) => new(name)
    {
        Description = $"{description} Default: {usual}",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => usual,
    };
}
