using GameServer.Authoring;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.EndToEnd;

/// <summary>Counts commands, and is committed.</summary>
internal sealed class CommittedOracleRoom : Room<OracleState, OracleCommand, OracleEvent>
{
    public override RoomSettings Settings => new() { Durability = Durability.Committed, Grace = Timeout.InfiniteTimeSpan };

    protected override void OnJoined(Player player) => State.Tallies[player.Number] = new Tally();

    protected override void OnCommand(Player player, OracleCommand command)
    {
        State.Tallies[player.Number].Last = command.Number;
        State.Applied++;
        Reply(new OracleEvent { Player = player.Number, Number = command.Number, Applied = State.Applied });
    }
}
