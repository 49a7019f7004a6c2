using GameServer.Authoring;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.Rooms;

/// <summary>
/// Counts commands and tells everybody of each. Some are orders too: 1,000 ends the room, 2,000 and more set a timer of so many seconds.
/// </summary>
internal sealed class CountingRoom(RoomSettings settings) : Room<OracleState, OracleCommand, OracleEvent>
{
    internal const ulong End = 1_000;
    internal const ulong Timer = 2_000;

    public override RoomSettings Settings => settings;

    protected override void OnJoined(Player player) => State.Tallies[player.Number] = new Tally();

    protected override void OnLeft(Player player, LeaveReason reason) => State.Tallies.Remove(player.Number);

    protected override void OnCommand(Player player, OracleCommand command)
    {
        if (command.Number >= Timer)
        {
            Schedule("timer", TimeSpan.FromSeconds(command.Number - Timer), new OracleCommand { Number = 1 });
        }
        else if (command.Number == End)
        {
            Close("It was asked for.");
        }

        Count(player.Number, command.Number);
    }

    protected override void OnTimer(string key, OracleCommand command) => Count(0, command.Number);

    private void Count(uint player, ulong number)
    {
        State.Applied++;
        Broadcast(new OracleEvent { Player = player, Number = number, Applied = State.Applied });
    }
}
