using GameServer.Authoring;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.EndToEnd.Webhooks;

/// <summary>Counts commands until the last one, with which it ends.</summary>
internal abstract class Match : Room<OracleState, OracleCommand, OracleEvent>
{
    internal const ulong Last = 1_000_000;
    internal const string Over = "The match is over.";

    protected override void OnCommand(Player player, OracleCommand command)
    {
        State.Applied++;
        Reply(new OracleEvent { Player = player.Number, Number = command.Number, Applied = State.Applied });
        if (command.Number == Last)
        {
            Close(Over);
        }
    }
}
