using GameServer.Authoring;
using GameServer.Games.Relay;
using GameServer.Protocol.V1;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

public class TurnWatchTests
{
    [Fact]
    public void A_turn_that_blocks_is_named_once_with_its_room_and_handler_while_it_runs()
    {
        NodeWorld? node = null;
        void Take(int milliseconds) => node!.Time.Advance(milliseconds.Milliseconds());
        using var world = node = new NodeWorld(("slow", () => new SlowRoom(Take)));
        var player = world.Connect();
        var room = player.Enter(new Join { Key = new RoomKey { RoomType = "slow", Key = "a" } });

        player.Command(room.Room, new RelayCommand { Type = 400 });
        world.WatchLog.ShouldBeEmpty();
        player.Command(room.Room, new RelayCommand { Type = 5_000 });

        var line = world.WatchLog.ShouldHaveSingleItem();
        line.ShouldContain(room.RoomId);
        line.ShouldContain("slow");
        line.ShouldContain("OnCommand");
    }

    /// <summary>Takes as many milliseconds for a command as it says.</summary>
    private sealed class SlowRoom(Action<int> takeMilliseconds) : Room<RelayState, RelayCommand, RelayEvent>
    {
        protected override void OnCommand(Player player, RelayCommand command) => takeMilliseconds((int)command.Type);
    }
}
