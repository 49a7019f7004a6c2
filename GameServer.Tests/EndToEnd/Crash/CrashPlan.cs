namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>How a crash test goes.</summary>
/// <param name="Store">What --store gets; empty: the file in the data folder.</param>
/// <param name="Fault">What is wrong with the store.</param>
/// <param name="Rounds">How many times the server is killed.</param>
/// <param name="Seed">Decides when.</param>
internal sealed record CrashPlan(string Store, StoreFault Fault, int Rounds, int Seed)
{
    /// <summary>Commands acknowledged between a start and the next kill, at least; 0: it may be killed before anybody is back.</summary>
    internal int AcknowledgedPerRoundMin { get; init; }

    /// <summary>At most; how many they are is random.</summary>
    internal int AcknowledgedPerRoundMax { get; init; } = 3_000;

    /// <summary>Commands acknowledged in the whole run, at least: after the last kill as many come as chance left out before.</summary>
    internal int AcknowledgedMin { get; init; }

    /// <summary>How long anything may take before the run is given up.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
