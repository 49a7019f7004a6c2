using GameServer.Authoring;
using GameServer.Tests.EndToEnd.Crash;

namespace GameServer.Tests.Simulation;

/// <summary>A ledger as the seed wants it kept.</summary>
internal sealed class SimLedger(RoomSettings settings) : LedgerRoom
{
    internal const string Committed = "ledger";
    internal const string Periodic = "periodic";
    internal const string Volatile = "volatile";

    public override RoomSettings Settings => settings;

    /// <summary>Of all three durabilities.</summary>
    internal static IEnumerable<(string Type, RoomSettings Settings)> Types(SimPlan plan) =>
    [
        (Committed, plan.Settings),
        (Periodic, plan.Settings with { Durability = Durability.Periodic(1.Seconds()) }),
        (Volatile, plan.Settings with { Durability = Durability.Volatile }),
    ];
}
