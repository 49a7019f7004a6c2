using GameServer.Authoring;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>A ledger that is saved so seldom that a crash takes all but its beginning.</summary>
internal sealed class PeriodicLedger : LedgerRoom
{
    internal const string Type = "ledger-periodic";

    public override RoomSettings Settings { get; } = new() { Durability = Durability.Periodic(TimeSpan.FromHours(1)), HashEvery = 4 };
}
