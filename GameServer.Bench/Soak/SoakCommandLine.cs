using System.CommandLine;
using GameServer.Bench.Chaos;
using GameServer.Bench.Load;

namespace GameServer.Bench.Soak;

/// <summary>`soak`: whether a server holds as much after many players have come and gone as before.</summary>
internal static class SoakCommandLine
{
    internal const int Faulty = 1;

    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var minutes = Positive("--minutes", "How long.", 10);
        var cycle = Positive("--cycle", "Seconds that players play before everybody leaves and the server is looked at.", 15);
        var cycles = new Option<int?>("--cycles")
        {
            Description = "Cycles of each process of the server, however long that takes. Default: as many as there is time for.",
            HelpName = "NUMBER",
        };
        cycles.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < SoakTrend.CyclesMin)
            {
                result.AddError($"--cycles must be {SoakTrend.CyclesMin} or more: fewer say nothing.");
            }
        });
        var bots = WorldCommandLine.Whole("--bots", "Players of the built-in games at a time.", 60, 1, 500);
        var seed = WorldCommandLine.Whole(
            "--seed", "Decides who plays what, and whose connection breaks when.", 1, int.MinValue, int.MaxValue);
        var spare = new Option<bool>("--no-kill") { Description = "The server's process is not killed in the middle." };
        var leak = new Option<bool>("--leak") { Description = "The server has a room type that leaks, which must be found out." };
        var root = new RootCommand("Lets players come and go, and compares what the server holds whenever all have left.")
        {
            minutes, cycle, cycles, bots, seed, spare, leak,
        };
        var exitCode = 0;
        root.SetAction(result => exitCode = Run(
            new SoakOptions
            {
                Minutes = result.GetValue(minutes),
                CycleSeconds = result.GetValue(cycle),
                Cycles = result.GetValue(cycles),
                Bots = result.GetValue(bots),
                Seed = result.GetValue(seed),
                IsSpared = result.GetValue(spare),
                Leaks = result.GetValue(leak),
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
            return Math.Max(parsed.Invoke(configuration), exitCode);
        }
        catch (Exception failure)
        {
            // Caught whatever it is: the server ends with the block that holds it, which an unhandled exception would not leave.
            progress.WriteLine($"GameServer.Bench: {(failure is BenchFailure or IOException ? failure.Message : failure)}");
            return Faulty;
        }
    }

    private static int Run(SoakOptions options, TextWriter output, TextWriter progress)
    {
        var report = new SoakRun(options, progress).RunAsync().GetAwaiter().GetResult();
        output.WriteLine(report.Table());
        output.WriteLine(report.ToJson().ToJsonString());
        return report.Faults.Count > 0 ? Faulty : 0;
    }

    private static Option<double> Positive(string name, string description, double usual)
    {
        var option = new Option<double>(name)
        {
            Description = $"{description} Default: {usual}",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<double>() is not > 0)
            {
                result.AddError($"{name} must be more than 0.");
            }
        });
        return option;
    }
}
