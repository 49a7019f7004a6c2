using GameServer.Authoring;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>A ledger that dies with its server.</summary>
internal sealed class VolatileLedger : LedgerRoom
{
    internal const string Type = "ledger-volatile";

    public override RoomSettings Settings { get; } = new() { Durability = Durability.Volatile, HashEvery = 4 };
}
