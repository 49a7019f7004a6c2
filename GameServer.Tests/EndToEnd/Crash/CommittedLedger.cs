using GameServer.Authoring;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>A ledger that no crash takes anything from.</summary>
internal sealed class CommittedLedger : LedgerRoom
{
    internal const string Type = "ledger";

    public override RoomSettings Settings { get; } = new() { Durability = Durability.Committed, HashEvery = 4 };
}
