using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>
/// Arenas of ten ships that all fly, at 20 ticks per second, to members that only listen: what a member costs in each tick.
/// </summary>
internal sealed class TickWorkload(string name, int rooms) : Workload(name)
{
    internal override bool HasBaseline => false;

    internal override RunResult Run(ChildServer server, Target target, LoadOptions options, int round)
    {
        using var run = new TickRun(server, target, options.Scaled(rooms));
        run.WatchFeed();
        run.Begin();
        run.KeepBusy(options.WarmUpSeconds);
        var (before, after) = run.Measure(options);
        var residentKb = server.ResidentKb;
        var stateBytes = run.StateBytes;
        var figures = new Figures();
        figures.AddCost("MemberTick", before, after);
        figures.Add("stateBytes", stateBytes);
        figures.Add("bytesPerMemberTickOfState", figures.Find("bytesPerMemberTick")!.Value / stateBytes);
        figures.Add("offBeatP50Micros", run.OffBeat.Quantile(0.5) / 1e3);
        figures.Add("offBeatP99Micros", run.OffBeat.Quantile(0.99) / 1e3);
        figures.Add("offBeatMaxMicros", run.OffBeat.Max / 1e3);
        figures.AddProcess(before, after, residentKb);
        figures.AddServerCounts(before, after);
        return new RunResult(figures, run.Faults());
    }
}
