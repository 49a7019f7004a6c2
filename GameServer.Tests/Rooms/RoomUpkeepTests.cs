using GameServer.Authoring;
using GameServer.Rooms;
using GameServer.Storage.Memory;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

public sealed class RoomUpkeepTests
{
    [Fact]
    public void What_was_kept_for_as_long_as_each_is_to_be_kept_is_removed_soon_after_the_start_and_then_every_hour()
    {
        var time = new ManualTime();
        var store = new TroubledStore(new MemoryRoomStore(), time);
        var start = time.GetUtcNow();
        var options = new NodeWorldOptions
        {
            Store = store,
            Time = time,
            Storage = new StorageOptions { HistoryHours = 10, FinishedHours = 30 },
        };
        using var node = new NodeWorld(options, ("table", () => new TableRoom()));

        node.Advance(59.Seconds());
        store.Prunes.ShouldBeEmpty();
        node.Advance(1.Seconds());
        node.Advance(1.Hours());

        DateTimeOffset[] pruned = [start + 1.Minutes(), start + 1.Minutes() + 1.Hours()];
        store.Prunes.ShouldBe(pruned.Select(at => (at - 10.Hours(), at - 30.Hours())));
    }
}
