using System.Text;
using GameServer.Authoring;
using GameServer.Games.Relay;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Routing;

/// <summary>A room for two that does with other rooms what a command asks: 1 reserve a seat here, 2 make a room, 3 tell a room, 4 break,
/// 5 tell a room what it cannot take.</summary>
internal sealed class TableRoom : Room<RelayState, RelayCommand, RelayEvent>
{
    public override RoomSettings Settings => new() { MaxMembers = 2, Grace = 5.Seconds(), EmptyLifetime = 1.Seconds() };

    protected override void OnCreated() => Properties["mode"] ??= "plain";

    protected override void OnCommand(Player player, RelayCommand command)
    {
        var text = command.Data.ToStringUtf8();
        switch (command.Type)
        {
            case 1:
                Rooms.Reserve(Id, null, 30.Seconds(), seat => Say(seat), failed => Say("refused: " + failed));
                break;
            case 2:
                Rooms.Create("table", new Dictionary<string, string>(), text, id => Say(id.Value), failed => Say("refused: " + failed));
                break;
            case 3:
                Rooms.Tell(new RoomId(text), new RelayCommand { Type = 9, Data = ByteString.CopyFromUtf8(Id.Value) });
                break;
            case 5:
                Rooms.Tell(new RoomId(text), new LobbyCommand());
                break;
            case 4:
                throw new InvalidOperationException("broken on purpose");
            default:
                Reject("Unknown.");
                break;
        }
    }

    protected override void OnTold(RelayCommand command) => Say("told by " + command.Data.ToStringUtf8());

    private void Say(string text) => Broadcast(new RelayEvent { Data = ByteString.CopyFrom(text, Encoding.UTF8) });
}
