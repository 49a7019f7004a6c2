using GameServer.Bench.Chaos.Faults;
using GameServer.Bench.Chaos.Oracle;

namespace GameServer.Bench.Chaos;

/// <summary>`rolling`: stops and starts the nodes of a cluster in turn under players, as a deploy does. docs/CHAOS.md.</summary>
internal static class RollingCommandLine
{
    private const int Clients = 500;

    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var world = new WorldCommandLine("Plays in a cluster of real processes while they are stopped and started in turn.", Clients);
        var deadline = WorldCommandLine.Whole("--deadline", "Seconds that a node may take to stop.", 45, 1, 600);
        var between = WorldCommandLine.Whole("--between", "Seconds between two nodes.", 5, 1, 600);
        world.Root.Options.Add(deadline);
        world.Root.Options.Add(between);
        return world.Run(
            arguments,
            result => RunAsync(
                world.Options(result),
                TimeSpan.FromSeconds(result.GetValue(between)),
                TimeSpan.FromSeconds(result.GetValue(deadline)),
                output,
                progress),
            output,
            progress);
    }

    private static async Task<int> RunAsync(
        WorldOptions options, TimeSpan between, TimeSpan deadline, TextWriter output, TextWriter progress)
    {
        await using var world = await ChaosWorld.StartAsync(options, progress).ConfigureAwait(false);
        var longest = await new ChaosScript(world, progress).RollAsync(between, deadline).ConfigureAwait(false);
        var verdict = await world.FinishAsync().ConfigureAwait(false);
        var gap = new[] { verdict.Gaps.Connected, verdict.Gaps.Reconnecting }.Max();
        var code = Code(verdict);
        output.WriteLine(ChaosReport.Table(verdict));
        output.WriteLine(
            $"The longest stop took {longest.TotalSeconds:N2} s, the longest gap in a player's input {gap.TotalMilliseconds:N0} ms.");
        output.WriteLine(code == WorldCommandLine.Clean ? "CLEAN." : "NOT CLEAN.");
        var json = ChaosReport.Json(verdict);
        json["nodes"] = options.Nodes;
        json["clients"] = options.Clients;
        json["longestStopMs"] = Math.Round(longest.TotalMilliseconds);
        json["longestInputGapMs"] = Math.Round(gap.TotalMilliseconds);
        json["exitCode"] = code;
        output.WriteLine(json.ToJsonString());
        return code;
    }

    // A node that leaves in order takes nothing with it, whatever its rooms promise for a crash.
    private static int Code(ChaosVerdict verdict) =>
        !verdict.IsClean || verdict.ToldLost + verdict.ToldUndone > 0 ? WorldCommandLine.Unclean
        : verdict.Acknowledged > 0 ? WorldCommandLine.Clean
        : WorldCommandLine.TooLittle;
}
