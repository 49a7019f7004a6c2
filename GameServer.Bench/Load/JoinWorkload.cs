using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>Players that come and go: connect, say Hello, join a room, leave it, close, and again.</summary>
/// <param name="name">Its name.</param>
/// <param name="atOnce">How many are on their way at any time.</param>
internal sealed class JoinWorkload(string name, int atOnce) : Workload(name)
{
    internal override RunResult Run(ChildServer server, Target target, LoadOptions options, int round)
    {
        using var run = new JoinRun(server, target);
        run.WatchFeed();
        run.Begin(atOnce);
        run.KeepBusy(options.WarmUpSeconds);
        // A window in which nobody came in would measure nothing.
        var (before, after) = run.Measure(options with { Deliveries = 1 });
        var residentKb = server.ResidentKb;
        var faults = run.Finish();
        var figures = new Figures();
        figures.AddCost("Join", before, after);
        figures.AddTimes(run.TimeToEnter);
        figures.AddProcess(before, after, residentKb);
        return new RunResult(figures, faults);
    }
}
