using GameServer.Authoring;
using GameServer.Games.Relay;

namespace GameServer.Bench.Rooms;

/// <summary>The relay room, but every turn is committed before anybody hears of it. All on its own turn.</summary>
internal sealed class CommittedRelayRoom : Room<RelayState, RelayCommand, RelayEvent>
{
    // What is sent is encoded at once, so one object serves for all. It means nothing between two commands.
    [RebuiltOnActivation]
    private readonly RelayEvent _relayed = new();

    public override RoomSettings Settings { get; } = new() { MaxMembers = 256, Durability = Durability.Committed };

    protected override void OnJoined(Player player) => State.Members[player.Number] = new RelayMember { Name = player.Name };

    protected override void OnCommand(Player player, RelayCommand command)
    {
        (_relayed.Type, _relayed.Data, _relayed.From) = (command.Type, command.Data, player.Number);
        Broadcast(_relayed);
    }

    protected override void OnLeft(Player player, LeaveReason reason) => State.Members.Remove(player.Number);
}
