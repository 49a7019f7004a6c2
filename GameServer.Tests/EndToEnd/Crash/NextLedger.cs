using GameServer.Authoring;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>The committed ledger of the next release, which brings rooms of the present one to its own version.</summary>
internal sealed class NextLedger : LedgerRoom
{
    internal const int Version = 2;

    public override RoomSettings Settings { get; } = new() { Durability = Durability.Committed, HashEvery = 4, Version = Version };

    // The fields are the same; the version is what nodes of the present release may not run.
    protected override void OnUpcast(int fromVersion)
    {
    }
}
