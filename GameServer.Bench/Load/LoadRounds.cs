using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>Runs the workloads round by round, server and baseline in turn, each in a fresh process, and reports.</summary>
internal static class LoadRounds
{
    internal const int Faulty = 1;
    internal const int Void = 3;

    internal static int Run(LoadOptions options, TextWriter output, TextWriter progress)
    {
        var report = new LoadReport(options);
        for (var round = 1; round <= options.Rounds; round++)
        {
            if (options.Baseline)
            {
                report.BareSends.Add(BareSend.CpuMicros());
            }

            foreach (var workload in options.Workloads)
            {
                foreach (var target in Targets(workload, options, round))
                {
                    using var server = new ChildServer(workload.Program(target, options));
                    var result = workload.Run(server, target, options, round);
                    report.Add(workload, target, result);
                    progress.WriteLine(Line(workload, target, round, result));
                }
            }
        }

        output.WriteLine(LoadTable.Of(report));
        output.WriteLine(report.ToJson().ToJsonString());
        return report.Faults.Count > 0 ? Faulty : report.WhyVoid is not null ? Void : 0;
    }

    // The order changes from round to round: neither server always runs on the machine that the other has warmed.
    private static IEnumerable<Target> Targets(Workload workload, LoadOptions options, int round) =>
        !options.Baseline || !workload.HasBaseline ? [Target.GameServer]
        : round % 2 == 1 ? [options.Other, Target.GameServer]
        : [Target.GameServer, options.Other];

    private static string Line(Workload workload, Target target, int round, RunResult result)
    {
        var first = result.Figures.All.Take(4).Select(figure => $"{figure.Key} {LoadTable.Number(figure.Value)}");
        var faults = result.Faults.Count == 0 ? "" : " FAULTS: " + string.Join("; ", result.Faults);
        return $"round {round} {workload.Name} {target}: {string.Join(", ", first)}{faults}";
    }
}
