using GameServer.Authoring;

namespace GameServer.Games.Relay;

/// <summary>Forwards typed bytes between members; for games whose rules live in their clients.</summary>
internal sealed class RelayRoom : Room<RelayState, RelayCommand, RelayEvent>
{
    internal const int DataBytesMax = 16 * 1024;

    // What is sent is encoded at once, so one object serves for all. It means nothing between two commands.
    [RebuiltOnActivation]
    private readonly RelayEvent _relayed = new();

    public override RoomSettings Settings { get; } = new() { MaxMembers = 256 };

    protected override void OnJoined(Player player) =>
        State.Members[player.Number] = new RelayMember { Name = CleanText.NameOr(player.Name, $"Member {player.Number}") };

    protected override void OnCommand(Player player, RelayCommand command)
    {
        if (command.Data.Length > DataBytesMax)
        {
            Reject($"At most {DataBytesMax} bytes can be sent at once; these are {command.Data.Length}.");
            return;
        }

        (_relayed.Type, _relayed.Data, _relayed.From) = (command.Type, command.Data, player.Number);
        if (command.To == 0)
        {
            Broadcast(_relayed);
        }
        else
        {
            SendTo(command.To);
        }
    }

    private void SendTo(uint number)
    {
        if (Players.FirstOrDefault(member => member.Number.Value == number) is { } receiver)
        {
            Send(receiver, _relayed);
        }
        else
        {
            Reject($"No member has the number {number}.");
        }
    }

    protected override void OnAway(Player player) => State.Members[player.Number].Away = true;

    protected override void OnBack(Player player) => State.Members[player.Number].Away = false;

    protected override void OnLeft(Player player, LeaveReason reason) => State.Members.Remove(player.Number);
}
