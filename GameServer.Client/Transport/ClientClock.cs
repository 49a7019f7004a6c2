using System.Diagnostics;

namespace GameServer.Client.Transport;

/// <summary>The client's own clock: milliseconds that only ever go forward, from an arbitrary start.</summary>
internal static class ClientClock
{
    internal static long NowMs => (long)(Stopwatch.GetTimestamp() * (1000.0 / Stopwatch.Frequency));
}
