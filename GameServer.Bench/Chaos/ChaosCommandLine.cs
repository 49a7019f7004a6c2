using System.CommandLine;
using GameServer.Bench.Chaos.Faults;
using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Chaos;

/// <summary>`chaos`: hurts the nodes of a cluster under players, and says what they have lost. docs/CHAOS.md.</summary>
internal static class ChaosCommandLine
{
    private const double MinutesMin = 0.05;
    private const double MinutesMax = 24 * 60;

    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var world = new WorldCommandLine("Plays in a cluster of real processes while they are killed, frozen and cut off.", 200);
        var minutes = new Option<double>("--minutes")
        {
            Description = $"How long. Default: {ChaosBar.FullMinutes}",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => ChaosBar.FullMinutes,
        };
        minutes.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<double>() is (< MinutesMin or > MinutesMax))
            {
                result.AddError($"--minutes must be {MinutesMin} to {MinutesMax}.");
            }
        });
        var without = new Option<Without>("--without")
        {
            Description = "Leaves kinds of fault out: kill, pause, cut, database; several with commas.",
            HelpName = "KINDS",
            DefaultValueFactory = _ => Without.Nothing,
        };
        world.Root.Options.Add(minutes);
        world.Root.Options.Add(without);
        return world.Run(
            arguments,
            result => RunAsync(world.Options(result), result.GetValue(minutes), result.GetValue(without), output, progress),
            output,
            progress);
    }

    private static async Task<int> RunAsync(
        WorldOptions options, double minutes, Without without, TextWriter output, TextWriter progress)
    {
        if (options.Store is not null)
        {
            without |= Without.Database;
            progress.WriteLine("The database is not the tool's own: it is left alone.");
        }

        var plan = FaultPlan.Of(options.Nodes, minutes, options.Seed, without);
        progress.WriteLine($"Seed {options.Seed}:");
        progress.WriteLine(string.Join('\n', plan));
        await using var world = await ChaosWorld.StartAsync(options, progress).ConfigureAwait(false);
        var (began, cpu) = (world.Clock.Now, CpuClock.OfThisProcess());
        await new ChaosScript(world, progress).RunAsync(plan, TimeSpan.FromMinutes(minutes)).ConfigureAwait(false);
        var length = world.Clock.Now - began;
        var share = (CpuClock.OfThisProcess() - cpu) / length.TotalNanoseconds;
        progress.WriteLine($"[{world.Clock.Now.TotalSeconds,6:N1} s] the faults are over; everybody finishes");
        var verdict = await world.FinishAsync().ConfigureAwait(false);
        return Report(verdict, options, new Setting(minutes, without, length, share), output);
    }

    private static int Report(ChaosVerdict verdict, WorldOptions options, Setting setting, TextWriter output)
    {
        var bar = ChaosBar.Of(setting.Minutes, options.Nodes, !setting.Without.HasFlag(Without.Kill));
        var isFull = setting.Minutes >= ChaosBar.FullMinutes && setting.Without == Without.Nothing && options.Nodes > 1;
        var code = !verdict.IsClean ? WorldCommandLine.Unclean
            : bar.IsReachedBy(verdict) ? WorldCommandLine.Clean
            : WorldCommandLine.TooLittle;
        output.WriteLine(ChaosReport.Table(verdict));
        output.WriteLine(code switch
        {
            WorldCommandLine.Clean when isFull => "CLEAN.",
            WorldCommandLine.Clean => "CLEAN, but no full run: that takes two minutes, all kinds of fault, and more than one node.",
            WorldCommandLine.TooLittle =>
                $"CLEAN, but too little happened to say so: it takes {bar.Kills} kills, {bar.Acknowledged:N0} commands acknowledged and "
                + $"{bar.Failovers} failovers.",
            _ => "NOT CLEAN.",
        });
        var json = ChaosReport.Json(verdict);
        json["seed"] = options.Seed;
        json["nodes"] = options.Nodes;
        json["clients"] = options.Clients;
        json["seconds"] = Math.Round(setting.Length.TotalSeconds, 1);
        json["clientCores"] = Math.Round(setting.CpuShare, 3);
        json["fullRun"] = isFull;
        json["exitCode"] = code;
        output.WriteLine(json.ToJsonString());
        return code;
    }

    /// <param name="Minutes">As asked for.</param>
    /// <param name="Without">What was left out.</param>
    /// <param name="Length">How long it was.</param>
    /// <param name="CpuShare">How many cores the clients took, on average.</param>
    private sealed record Setting(double Minutes, Without Without, TimeSpan Length, double CpuShare);
}
