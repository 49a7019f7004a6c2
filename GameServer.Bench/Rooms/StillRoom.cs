using GameServer.Authoring;
using GameServer.Games.Relay;

namespace GameServer.Bench.Rooms;

/// <summary>Ticks 20 times a second and changes nothing: what a room costs that only waits. All on its own turn.</summary>
internal sealed class StillRoom : Room<RelayState, RelayCommand, RelayEvent>
{
    internal const int TickRate = 20;

    public override RoomSettings Settings { get; } = new() { MaxMembers = 1, TickRate = TickRate };

    protected override void OnTick(Tick tick)
    {
    }

    protected override void OnCommand(Player player, RelayCommand command) => Reject("A still room knows no command.");
}
