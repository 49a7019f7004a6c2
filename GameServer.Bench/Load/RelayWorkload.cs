using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>Clients that talk within their rooms.</summary>
/// <param name="name">Its name.</param>
/// <param name="shape">Who says how much to whom.</param>
internal sealed class RelayWorkload(string name, RelayShape shape) : Workload(name)
{
    // The baseline has no store.
    internal override bool HasBaseline => !shape.IsCommitted;

    internal override ServerProgram Program(Target target, LoadOptions options)
    {
        if (!shape.IsCommitted)
        {
            return base.Program(target, options);
        }

        var store = options.Place?.New().Store ?? "";
        return ServerProgram.GameServerWithBenchRooms(store.Length > 0 ? ["--store", store] : []);
    }

    internal override RunResult Run(ChildServer server, Target target, LoadOptions options, int round)
    {
        using var run = new RelayRun(server, target, shape with { Rooms = options.Scaled(shape.Rooms) }, seed: round);
        run.WatchFeed();
        run.Begin();
        run.KeepBusy(options.WarmUpSeconds);
        var (before, after) = run.Measure(options);
        var residentKb = server.ResidentKb;
        var faults = run.Finish();
        var figures = new Figures();
        figures.AddCost("Delivery", before, after);
        figures.AddTimes(run.Latency);
        figures.AddProcess(before, after, residentKb);
        figures.AddServerCounts(before, after);
        return new RunResult(figures, faults);
    }
}
