using GameServer.Bench.Load;
using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Abuse;

/// <summary>A game of two on one server, measured in turn while nothing else happens and beside all abuse at once.</summary>
internal sealed class AbuseRun(AbuseOptions options, TextWriter progress)
{
    private const double StepSeconds = 0.1;
    private const double GatherSecondsMax = 180;
    private const double LeaveSecondsMax = 180;

    // What a process has open beside its connections.
    private const int OtherFiles = 500;

    // The game's two and who watches the server's feed.
    private const int SessionsOfTheGame = 3;

    // Within what one client may send even if the bench itself is kept waiting for seconds and catches up.
    private static readonly RelayShape Game = new(Rooms: 1, Members: 2, PerSecond: 20, InFlight: 0);

    private readonly AbuseReport _report = new(options);

    /// <exception cref="BenchFailure">It could not be run.</exception>
    internal AbuseReport Run()
    {
        var files = options.Idle + options.SlowHandshakes + options.Deaf + options.Talkers + options.Flooders + OtherFiles;
        if (OpenFilesLimit.Raise(files) < files)
        {
            throw new BenchFailure($"This needs a limit of open files of {files}: raise it (ulimit -n), or take a --scale below 1.");
        }

        using var server = new ChildServer(ServerProgram.GameServerAsShipped());
        using var game = new RelayRun(server, Target.GameServer, Game, seed: 1);
        game.WatchFeed();
        game.Begin();
        game.KeepBusy(options.WarmUpSeconds);
        for (var round = 1; round <= options.Rounds; round++)
        {
            AwaitQuiet(game);
            _report.Quiet.Add(Measure(game, server));
            progress.WriteLine($"round {round}, quiet: {AbuseReport.Line(_report.Quiet[^1])}");
            using var crowd = new AbuseCrowd(server.Port, options);
            AwaitStrength(game, crowd);
            _report.Abused.Add(MeasureBeside(game, server, crowd));
            progress.WriteLine($"round {round}, beside abuse: {AbuseReport.Line(_report.Abused[^1])}");
        }

        _report.PeakMiB = server.PeakResidentKb / 1024.0;
        _report.Faults.AddRange(game.Finish());
        return _report;
    }

    private Figures Measure(RelayRun game, ChildServer server)
    {
        game.Latency.Clear();
        var (before, after) = game.Measure(new LoadOptions { Workloads = [], Seconds = options.Seconds });
        var figures = new Figures();
        figures.AddTimes(game.Latency);
        figures.AddProcess(before, after, server.ResidentKb);
        figures.Add("deliveriesPerSecond", (after.Counted - before.Counted) / ((after.At - before.At) / (double)Clock.Second));
        return figures;
    }

    private Figures MeasureBeside(RelayRun game, ChildServer server, AbuseCrowd crowd)
    {
        var (began, before) = (Clock.Now, crowd.Counts);
        var figures = Measure(game, server);
        var after = crowd.Counts;
        var seconds = (Clock.Now - began) / (double)Clock.Second;
        Check(crowd);
        figures.Add("idleConnections", after.Idle - after.IdleLost);
        figures.Add("slowHandshakes", after.SlowHandshakes);
        figures.Add("slowHandshakesEnded", after.SlowHandshakesEnded - before.SlowHandshakesEnded);
        figures.Add("deafEnded", after.DeafEnded - before.DeafEnded);
        figures.Add("floodFramesPerSecond", (after.Frames - before.Frames) / seconds);
        figures.Add("floodEnded", after.FloodEnded - before.FloodEnded);
        if (after.IdleLost > 0)
        {
            _report.Faults.Add($"{after.IdleLost} idle connections were not kept: {crowd.WhyLost}");
        }

        if (after.Frames == before.Frames)
        {
            _report.Faults.Add("the flood has sent nothing");
        }

        return figures;
    }

    private static void AwaitStrength(RelayRun game, AbuseCrowd crowd)
    {
        for (var waited = 0.0; !crowd.IsAtStrength; waited += StepSeconds)
        {
            Check(crowd);
            if (waited > GatherSecondsMax)
            {
                throw new BenchFailure($"The abuse did not come to its strength: {crowd.Counts}");
            }

            game.KeepBusy(StepSeconds);
        }
    }

    // Sessions outlive their connections for a while.
    private static void AwaitQuiet(RelayRun game)
    {
        for (var waited = 0.0; game.Sessions > SessionsOfTheGame; waited += StepSeconds)
        {
            if (waited > LeaveSecondsMax)
            {
                throw new BenchFailure($"There are still {game.Sessions} sessions.");
            }

            game.KeepBusy(StepSeconds);
        }
    }

    private static void Check(AbuseCrowd crowd)
    {
        if (crowd.Failure is { } failure)
        {
            throw new BenchFailure($"The abuse has ended: {failure}");
        }
    }
}
