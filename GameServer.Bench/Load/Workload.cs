using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>One kind of load.</summary>
internal abstract class Workload(string name)
{
    internal string Name => name;

    /// <summary>Whether the baseline can be loaded in the same way.</summary>
    internal virtual bool HasBaseline => true;

    /// <summary>The server that it is run against.</summary>
    internal virtual ServerProgram Program(Target target, LoadOptions options) => target switch
    {
        Target.GameServer => ServerProgram.GameServer(options.Server),
        Target.Baseline => ServerProgram.Baseline(),
        Target.Elder => ServerProgram.GameServer(options.Against),
    };

    /// <summary>Loads the server, which has just been started and is ended afterwards.</summary>
    /// <exception cref="BenchFailure">It could not be run.</exception>
    internal abstract RunResult Run(ChildServer server, Target target, LoadOptions options, int round);
}

/// <summary>What one run of a workload showed.</summary>
/// <param name="Figures">What was measured.</param>
/// <param name="Faults">What must not be: things lost, out of order, refused, broken connections. Empty: the run counts.</param>
internal sealed record RunResult(Figures Figures, IReadOnlyList<string> Faults);
