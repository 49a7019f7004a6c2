using GameServer.Authoring;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.Admin;

/// <summary>Counts what members and the server tell it, is committed, and fails on the number 13.</summary>
internal sealed class ToldRoom : Room<OracleState, OracleCommand, OracleEvent>
{
    internal const ulong Unlucky = 13;

    public override RoomSettings Settings => new() { Durability = Durability.Committed, MaxMembers = 2, EmptyLifetime = 1.Hours() };

    protected override void OnCreated() => Schedule("bell", 1.Hours(), new OracleCommand { Number = 7 });

    protected override void OnJoined(Player player) => State.Tallies[player.Number] = new Tally();

    protected override void OnLeft(Player player, LeaveReason reason) => State.Tallies.Remove(player.Number);

    protected override void OnCommand(Player player, OracleCommand command)
    {
        State.Applied++;
        State.Tallies[player.Number].Last = command.Number;
    }

    protected override void OnTold(OracleCommand command) =>
        State.Applied += command.Number == Unlucky ? throw new InvalidOperationException("unlucky") : command.Number;
}

/// <summary>Counts what members tell it, and nothing of it is stored.</summary>
internal sealed class LooseRoom : Room<OracleState, OracleCommand, OracleEvent>
{
    protected override void OnCommand(Player player, OracleCommand command) => State.Applied++;
}
