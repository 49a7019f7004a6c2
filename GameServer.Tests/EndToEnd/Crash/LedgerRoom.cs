using GameServer.Authoring;
using GameServer.Client;
using GameServer.Tests.EndToEnd.Crash.Ledger;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>Takes down every command and tells everybody of it.</summary>
internal abstract class LedgerRoom : Room<LedgerState, LedgerCommand, LedgerEvent>
{
    /// <summary>Of a ledger's type, for clients.</summary>
    internal static RoomDefinition<LedgerState, LedgerCommand, LedgerEvent> Definition(string type) =>
        new(type, LedgerState.Parser, LedgerEvent.Parser);

    protected override void OnCommand(Player player, LedgerCommand command)
    {
        State.Count++;
        State.Hash = unchecked((((State.Hash ^ command.Writer) * 1_099_511_628_211) ^ command.Number) * 1_099_511_628_211);
        State.Last[command.Writer] = command.Number;
        var told = new LedgerEvent { Writer = command.Writer, Number = command.Number, Count = State.Count };
        Broadcast(told);
        Reply(told);
    }
}
