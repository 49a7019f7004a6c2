using GameServer.Bench.Load.Client;

namespace GameServer.Bench.Remote;

/// <summary>What both nodes used in some seconds, and how many commands were answered in them.</summary>
internal readonly record struct RemoteTurn(long CpuNanoseconds, int Commands);

/// <summary>What was measured, turn by turn.</summary>
internal sealed class RemoteFigures
{
    /// <summary>Nobody sends.</summary>
    internal List<RemoteTurn> Idle { get; } = [];

    /// <summary>Players whose gateway runs their rooms.</summary>
    internal List<RemoteTurn> Near { get; } = [];

    /// <summary>Players whose rooms are on the other node.</summary>
    internal List<RemoteTurn> Far { get; } = [];

    /// <summary>From sending a command to its answer, in nanoseconds.</summary>
    internal Histogram NearTimes { get; set; } = new();

    internal Histogram FarTimes { get; set; } = new();

    internal double NearMicros => Micros(Near);

    internal double FarMicros => Micros(Far);

    // What the nodes use when nobody sends is nobody's.
    private double Micros(List<RemoteTurn> turns) =>
        (turns.Sum(turn => turn.CpuNanoseconds) - Idle.Sum(turn => turn.CpuNanoseconds)) / 1000.0 / turns.Sum(turn => turn.Commands);
}
