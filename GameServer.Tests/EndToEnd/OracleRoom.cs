using GameServer.Authoring;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.EndToEnd;

/// <summary>Counts commands, tells everybody of each and its sender twice, and keeps updates enough for any absence in the test.</summary>
internal sealed class OracleRoom : Room<OracleState, OracleCommand, OracleEvent>
{
    public override RoomSettings Settings => new() { ReplayUpdatesMax = 100_000, ReplayBytesMax = 64 * 1024 * 1024, HashEvery = 4 };

    protected override void OnJoined(Player player) => State.Tallies[player.Number] = new Tally();

    protected override void OnCommand(Player player, OracleCommand command)
    {
        var tally = State.Tallies[player.Number];
        tally.OutOfOrder += command.Number == tally.Last + 1 ? 0UL : 1;
        tally.Last = command.Number;
        State.Applied++;
        var told = new OracleEvent { Player = player.Number, Number = command.Number, Applied = State.Applied };
        Broadcast(told);
        var direct = told.Clone();
        direct.Direct = true;
        Send(player, direct);
        Reply(told);
    }
}
