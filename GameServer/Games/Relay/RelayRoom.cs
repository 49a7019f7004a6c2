using GameServer.Authoring;

namespace GameServer.Games.Relay;

/// <summary>Forwards typed bytes between members; for games whose rules live in their clients.</summary>
internal sealed class RelayRoom : Room<RelayState, RelayCommand, RelayEvent>
{
    internal const int DataBytesMax = 16 * 1024;

    protected override void OnJoined(Player player) =>
        State.Members[player.Number] = new RelayMember { Name = CleanText.NameOr(player.Name, $"Member {player.Number}") };

    protected override void OnCommand(Player player, RelayCommand command)
    {
        if (command.Data.Length > DataBytesMax)
        {
            Reject($"At most {DataBytesMax} bytes can be sent at once; these are {command.Data.Length}.");
            return;
        }

        var relayed = new RelayEvent { Type = command.Type, Data = command.Data, From = player.Number };
        if (command.To == 0)
        {
            Broadcast(relayed);
        }
        else if (Players.FirstOrDefault(member => member.Number == command.To) is { } receiver)
        {
            Send(receiver, relayed);
        }
        else
        {
            Reject($"No member has the number {command.To}.");
        }
    }

    protected override void OnAway(Player player) => State.Members[player.Number].Away = true;

    protected override void OnBack(Player player) => State.Members[player.Number].Away = false;

    protected override void OnLeft(Player player, LeaveReason reason) => State.Members.Remove(player.Number);
}
