using System.CommandLine;
using GameServer.Bench.Chaos;
using GameServer.Bench.Load;

namespace GameServer.Bench.Abuse;

/// <summary>`abuse`: what a game of two notices of everything that strangers may do to its server, all at once.</summary>
internal static class AbuseCommandLine
{
    internal const int Faulty = 1;

    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var rounds = WorldCommandLine.Whole("--rounds", "Turns of a quiet window and one beside the abuse; medians count.", 3, 1, 100);
        var seconds = Number("--seconds", "How long each window is.", 10);
        var warmUp = Number("--warm-up", "How many seconds the game is played before the first.", 5);
        var memory = new Option<int?>("--memory-max")
        {
            Description = "MiB that the server may have in RAM. Default: what its limits come to.",
            HelpName = "NUMBER",
        };
        var scale = Number("--scale", "Part of the abuse; anything but 1 only shows that it works.", 1);
        var root = new RootCommand("Abuses a server with the limits as shipped, beside a game of two.")
        {
            rounds, seconds, warmUp, memory, scale,
        };
        var exitCode = 0;
        root.SetAction(result => exitCode = Run(
            new AbuseOptions
            {
                Rounds = result.GetValue(rounds),
                Seconds = result.GetValue(seconds),
                WarmUpSeconds = result.GetValue(warmUp),
                MemoryMiBAsked = result.GetValue(memory),
                Scale = result.GetValue(scale),
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

    private static int Run(AbuseOptions options, TextWriter output, TextWriter progress)
    {
        var report = new AbuseRun(options, progress).Run();
        output.WriteLine(report.Table());
        output.WriteLine(report.ToJson().ToJsonString());
        return report.Verdict.Count > 0 ? Faulty : 0;
    }

    private static Option<double> Number(string name, string description, double usual)
    {
        var option = new Option<double>(name)
        {
            Description = $"{description} Default: {usual}",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<double>() is not >= 0)
            {
                result.AddError($"{name} must be 0 or more.");
            }
        });
        return option;
    }
}
