using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>Connections that said Hello and nothing more, from several addresses: what each keeps of the server's memory.</summary>
/// <param name="name">Its name.</param>
/// <param name="few">Connections at first.</param>
/// <param name="many">Connections in the end, or as many as the limit of open files leaves.</param>
internal sealed class IdleWorkload(string name, int few, int many) : Workload(name)
{
    // What a server has open beside its connections.
    private const int OtherFiles = 500;

    /// <inheritdoc />
    internal override ServerProgram Program(Target target, LoadOptions options)
    {
        // The server inherits the limit, so it is raised before the start.
        OpenFilesLimit.Raise(options.Scaled(many) + OtherFiles);
        return base.Program(target, options);
    }

    internal override RunResult Run(ChildServer server, Target target, LoadOptions options, int round)
    {
        var most = OpenFilesLimit.Raise(options.Scaled(many) + OtherFiles) - OtherFiles;

        // What the start itself leaves behind is the empty server's.
        Thread.Sleep(TimeSpan.FromSeconds(Math.Min(2, options.WarmUpSeconds)));
        var emptyKb = server.ResidentKb;
        var figures = new Figures();
        figures.Add("emptyMiB", emptyKb / 1024.0);
        using var run = new IdleRun(server, target);
        var fewKb = Hold(run, server, options.Scaled(few), options.Seconds) - emptyKb;
        var before = run.Take();
        var manyKb = Hold(run, server, most, options.Seconds) - emptyKb;
        var after = run.Take();
        figures.Add($"kbPerConnectionOf{options.Scaled(few)}", (double)fewKb / options.Scaled(few));
        figures.Add($"kbPerConnectionOf{most}", (double)manyKb / most);
        figures.Add("kbPerFurtherConnection", (double)(manyKb - fewKb) / (most - options.Scaled(few)));
        figures.Add(
            "cpuMicrosPerHello", (after.ServerCpu - before.ServerCpu) / 1e3 / (most - options.Scaled(few)));
        return new RunResult(figures, run.Faults());
    }

    /// <summary>Memory after so many connections in all have been idle for a while.</summary>
    private static long Hold(IdleRun run, ChildServer server, int connections, double seconds)
    {
        run.GrowTo(connections);
        run.KeepBusy(seconds);
        return server.ResidentKb;
    }
}
