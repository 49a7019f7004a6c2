using System.CommandLine;
using System.Text.Json.Nodes;
using GameServer.Bench.Load;

namespace GameServer.Bench.Commits;

/// <summary>`commits`: what the committer reaches on a store, and what the store's statement alone reaches beside it.</summary>
internal static class CommitsCommand
{
    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var stores = new Option<string[]>("--store")
        {
            Description = "sqlite, postgres (one is started for it), or a connection string of a database for this alone; may be repeated.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [CommitPlace.Sqlite, CommitPlace.Postgres],
        };
        var rooms = Numbers("--rooms", "Busy rooms.", [1, 100, 2_000]);
        var inFlight = Numbers("--in-flight", "Commands of each room under way.", [1, 16]);
        var quiet = Numbers("--quiet", "Commands a second of all rooms together, at given times.", [1_000]);
        var rounds = Number("--rounds", "How often each is run; the medians count.", 3);
        var seconds = Number("--seconds", "The measured window.", 5);
        var warmUp = Number("--warm-up", "Seconds before it.", 3);
        var root = new RootCommand("Has busy rooms committed in this process.") { stores, rooms, inFlight, quiet, rounds, seconds, warmUp };
        var exitCode = 0;
        root.SetAction(result => exitCode = RunAsync(
            new CommitOptions
            {
                Stores = result.GetValue(stores)!,
                Shapes = Shapes(result.GetValue(rooms)!, result.GetValue(inFlight)!, result.GetValue(quiet)!),
                Rounds = (int)result.GetValue(rounds),
                Seconds = result.GetValue(seconds),
                WarmUpSeconds = result.GetValue(warmUp),
            },
            output,
            progress).GetAwaiter().GetResult());
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            progress.WriteLine($"GameServer.Bench: {parsed.Errors[0].Message} Try --help.");
            return LoadCommand.Wrong;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = progress, EnableDefaultExceptionHandler = false };
            return Math.Max(parsed.Invoke(configuration), exitCode);
        }
        catch (Exception failure)
        {
            progress.WriteLine($"GameServer.Bench: {(failure is BenchFailure or IOException ? failure.Message : failure)}");
            return LoadRounds.Faulty;
        }
    }

    private static async Task<int> RunAsync(CommitOptions options, TextWriter output, TextWriter progress)
    {
        var report = new JsonObject
        {
            ["rounds"] = options.Rounds,
            ["seconds"] = options.Seconds,
            ["processors"] = Environment.ProcessorCount,
        };
        List<string> faults = [];
        foreach (var name in options.Stores)
        {
            using var place = new CommitPlace(name);

            // One that does not count, so that the code is compiled as it will stay: committer and bare loop share much of it.
            await MeasureAsync(place, options.Shapes[^1], options).ConfigureAwait(false);
            foreach (var shape in options.Shapes)
            {
                List<Figures> rounds = [];
                for (var round = 1; round <= options.Rounds; round++)
                {
                    var (figures, wrong) = await MeasureAsync(place, shape, options).ConfigureAwait(false);
                    rounds.Add(figures);
                    faults.AddRange(wrong.Select(fault => $"{place.Name}, {shape.Name}: {fault}"));
                    var reached = LoadTable.Number(figures.Find("commandsPerSecond"));
                    progress.WriteLine($"round {round} {place.Name}, {shape.Name}: {reached} commands/s");
                }

                var medians = Figures.Medians(rounds);
                output.WriteLine($"{place.Name}, {shape.Name}");
                foreach (var (figure, value) in medians.All)
                {
                    output.WriteLine($"  {figure,-28}{LoadTable.Number(value),14}");
                }

                report[$"{place.Name}, {shape.Name}"] =
                    new JsonObject(medians.All.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)Math.Round(each.Value, 4))));
            }
        }

        faults.ForEach(fault => output.WriteLine($"FAULT: {fault}"));
        report["faults"] = new JsonArray([.. faults.Select(fault => JsonValue.Create(fault))]);
        output.WriteLine(report.ToJsonString());
        return faults.Count > 0 ? LoadRounds.Faulty : 0;
    }

    private static async Task<(Figures Figures, IReadOnlyList<string> Faults)> MeasureAsync(
        CommitPlace place, CommitShape shape, CommitOptions options)
    {
        var result = await new CommitRun(place, shape, options).RunAsync().ConfigureAwait(false);
        if (shape.InFlight > 0 && result.Batches.Count > 0)
        {
            var bare = await new BareLoop(place, shape.Rooms, result.Batches, options).AppendsPerSecondAsync().ConfigureAwait(false);
            var bareCommands = bare * result.Figures.Find("commandsPerAppend")!.Value;
            result.Figures.Add("bareCommandsPerSecond", bareCommands);
            result.Figures.Add("ratioToBare", result.Figures.Find("commandsPerSecond")!.Value / bareCommands);
        }

        return (result.Figures, result.Faults);
    }

    private static IReadOnlyList<CommitShape> Shapes(int[] rooms, int[] inFlight, int[] quiet) =>
    [
        .. from count in rooms from perSecond in quiet where perSecond > 0 select new CommitShape(count, 0, perSecond),
        .. from count in rooms from flying in inFlight where flying > 0 select new CommitShape(count, flying, 0),
    ];

    private static Option<double> Number(string name, string description, double usual) => new(name)
    {
        Description = $"{description} Default: {usual}",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => usual,
    };

    private static Option<int[]> Numbers(string name, string description, int[] usual) => new(name)
    {
        Description = $"{description} 0: none. Default: {string.Join(' ', usual)}",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => usual,
    };
}
