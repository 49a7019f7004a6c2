using System.CommandLine;
using System.Globalization;
using GameServer.Bench.Chaos;
using GameServer.Bench.Load;
using GameServer.Bench.Load.Client;

namespace GameServer.Bench.Remote;

/// <summary>`remote`: what a command to a room on another node costs against one on the same node.</summary>
internal static class RemoteCommandLine
{
    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var clients = WorldCommandLine.Whole("--clients", "Players at each of the two gateways.", 100, 1, 1_000);
        var pace = WorldCommandLine.Whole("--pace", "Commands a second of all who send at a time.", 2_000, 1, 100_000);
        var rounds = WorldCommandLine.Whole("--rounds", "Turns of each.", 5, 1, 100);
        var seconds = WorldCommandLine.Whole("--seconds", "Length of a turn.", 4, 1, 600);
        var root = new RootCommand("Measures commands to rooms on the gateway's own node and on another.")
        {
            clients, pace, rounds, seconds,
        };
        root.SetAction(async (result, _) =>
        {
            await using var run = new RemoteRun();
            var time = TimeSpan.FromSeconds(result.GetValue(seconds));
            var figures = await run
                .MeasureAsync(result.GetValue(clients), result.GetValue(pace), result.GetValue(rounds), time, progress)
                .ConfigureAwait(false);
            output.WriteLine(Line("same node", figures.NearMicros, figures.NearTimes));
            output.WriteLine(Line("other node", figures.FarMicros, figures.FarTimes));
            var ratio = figures.FarMicros / figures.NearMicros;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"CPU, other over same: {ratio:F2}"));
        });
        try
        {
            return root.Parse(arguments).Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = progress,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (BenchFailure failure)
        {
            progress.WriteLine($"GameServer.Bench: {failure.Message}");
            return 1;
        }
    }

    private static string Line(string name, double micros, Histogram times) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-12} {micros,8:F1} us CPU of both nodes per command; answered within p50 {times.Quantile(0.5) / 1000.0,8:F0} us, "
        + $"p99 {times.Quantile(0.99) / 1000.0,8:F0} us; {times.Count} commands");
}
