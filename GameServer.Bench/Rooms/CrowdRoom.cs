using System.Globalization;
using GameServer.Authoring;
using GameServer.Games.Relay;

namespace GameServer.Bench.Rooms;

/// <summary>
/// The relay room, but what a member says changes the room's state, too, and is worth nothing after a second. All on its own turn.
/// </summary>
internal sealed class CrowdRoom : Room<RelayState, RelayCommand, RelayEvent>
{
    private static readonly Delivery _soon = Delivery.Expire(1.Seconds());

    // What is sent is encoded at once, so one object serves for all. It means nothing between two commands.
    [RebuiltOnActivation]
    private readonly RelayEvent _relayed = new();

    public override RoomSettings Settings { get; } = new() { MaxMembers = 256 };

    protected override void OnJoined(Player player) => State.Members[player.Number] = new RelayMember();

    protected override void OnCommand(Player player, RelayCommand command)
    {
        State.Members[player.Number].Name = Random.Next(int.MaxValue).ToString("D10", CultureInfo.InvariantCulture);
        (_relayed.Type, _relayed.Data, _relayed.From) = (command.Type, command.Data, player.Number);
        Broadcast(_relayed, _soon);
    }

    protected override void OnLeft(Player player, LeaveReason reason) => State.Members.Remove(player.Number);
}
