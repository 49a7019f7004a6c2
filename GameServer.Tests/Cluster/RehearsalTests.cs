using GameServer.Actors;
using GameServer.Storage.Memory;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Cluster;

public sealed class RehearsalTests
{
    [Fact]
    public async Task A_failover_is_rehearsed_to_its_end()
    {
        List<string> lines = [];
        var log = new LinesLogger<Rehearsal>(lines);

        await Rehearsal.PlayAsync(
            new ServerOptions(), new ThreadPoolScheduler(), new MemoryRoomStore(new MemoryTables()), TimeSpan.FromMinutes(1), log);

        lines.ShouldHaveSingleItem().ShouldContain("Rehearsed a failover");
    }

    [Fact]
    public async Task A_rehearsal_that_gets_stuck_is_given_up()
    {
        List<string> lines = [];
        var log = new LinesLogger<Rehearsal>(lines);

        await Rehearsal.PlayAsync(
            new ServerOptions(), new ThreadPoolScheduler(), new MemoryRoomStore(new MemoryTables()), TimeSpan.FromMilliseconds(1), log);

        lines.ShouldHaveSingleItem().ShouldContain("got stuck and was given up after 1 ms");
    }
}
