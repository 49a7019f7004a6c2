using System.Diagnostics;

namespace GameServer.Bench.Chaos;

/// <summary>The one clock of a run: the time since it was made.</summary>
internal sealed class RunClock
{
    private readonly long _began = Stopwatch.GetTimestamp();

    internal TimeSpan Now => Stopwatch.GetElapsedTime(_began);
}
