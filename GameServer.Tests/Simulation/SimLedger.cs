using GameServer.Authoring;
using GameServer.Tests.EndToEnd.Crash;

namespace GameServer.Tests.Simulation;

/// <summary>A ledger as the seed wants it kept.</summary>
internal sealed class SimLedger(RoomSettings settings) : LedgerRoom
{
    internal const string Type = "ledger";

    public override RoomSettings Settings => settings;
}
