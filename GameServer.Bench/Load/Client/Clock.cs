using System.Diagnostics;

namespace GameServer.Bench.Load.Client;

/// <summary>The one clock of the bench: nanoseconds that never go back.</summary>
internal static class Clock
{
    internal const long Second = 1_000_000_000;
    internal const long Millisecond = 1_000_000;

    // Linux counts in nanoseconds already.
    private static readonly long Scale = Second / Stopwatch.Frequency;

    internal static long Now => Stopwatch.GetTimestamp() * Scale;
}
