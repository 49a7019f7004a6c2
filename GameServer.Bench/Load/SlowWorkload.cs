using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>
/// One room in which one member reads 8 kbit/s, which is a small part of what the room says: what the others notice, what the server keeps
/// for it, and how old its state is when it reads on. Compared with the same room before, in the same run.
/// </summary>
internal sealed class SlowWorkload(string name, int members) : Workload(name)
{
    private const double CatchUpSeconds = 2;

    internal override bool HasBaseline => false;

    internal override ServerProgram Program(Target target, LoadOptions options) => ServerProgram.GameServerWithBenchRooms();

    internal override RunResult Run(ChildServer server, Target target, LoadOptions options, int round)
    {
        using var run = new SlowRun(server, target, Math.Max(2, options.Scaled(members)));
        run.WatchFeed();
        run.Begin();
        run.KeepBusy(options.WarmUpSeconds);
        run.MeasureAnew();
        run.Measure(options);
        var (without, withoutKb) = (run.Latency, server.ResidentKb);

        run.SlowDown();
        run.KeepBusy(options.WarmUpSeconds);
        run.MeasureAnew();
        var (before, after) = run.Measure(options);
        var (beside, residentKb, oldest) = (run.Latency, server.ResidentKb, run.OldestMs);

        var drainMs = run.ReadOn();
        run.MeasureAnew();
        run.KeepBusy(Math.Min(CatchUpSeconds, options.Seconds));
        var figures = new Figures();
        figures.AddTimes(beside);
        figures.Add("p99MicrosWithoutTheSlow", Micros(without));
        figures.Add("p99Ratio", Micros(beside) / Micros(without));
        figures.AddProcess(before, after, residentKb);
        figures.Add("residentMiBWithoutTheSlow", withoutKb / 1024.0);
        figures.Add("slowStateAgeMaxSeconds", oldest / 1e3);
        figures.Add("drainMillis", drainMs);
        figures.Add("drainedStateAgeMaxMillis", run.OldestMs);
        return new RunResult(figures, run.Finish());
    }

    private static double Micros(Histogram times) => times.Quantile(0.99) / 1e3;
}
