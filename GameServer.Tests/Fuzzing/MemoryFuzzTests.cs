using GameServer.Tests.Gateway;

namespace GameServer.Tests.Fuzzing;

/// <summary>What all fuzzers do, over and over: nothing of it stays.</summary>
[Collection(nameof(FuzzCollection))]
public sealed class MemoryFuzzTests
{
    private const int CasesPerCycle = 300;

    // The first cycles fill pools and caches.
    private const int FirstCycles = 2;
    private const int Cycles = 4;

    // Of a cycle that kept 8 KB of each of its connections there would be 9 MiB.
    private const long GrowthBytesMax = 4 * 1024 * 1024;

    [Fact]
    public async Task Memory_does_not_grow_with_the_damage_that_was_read()
    {
        await using var server = await FuzzServer.StartAsync();
        var cycles = Fuzz.Seeds((FirstCycles + Cycles) * CasesPerCycle).Chunk(CasesPerCycle).ToList();
        foreach (var seeds in cycles.Take(FirstCycles))
        {
            await CycleAsync(server, seeds);
        }

        var before = Weigh();
        foreach (var seeds in cycles.Skip(FirstCycles))
        {
            await CycleAsync(server, seeds);
        }

        (Weigh() - before).ShouldBeLessThan(GrowthBytesMax);
        server.ShouldHaveFailedNowhere();
    }

    private static async Task CycleAsync(FuzzServer server, IEnumerable<int> seeds)
    {
        await Fuzz.RunAsync(nameof(MemoryFuzzTests), seeds, atOnce: 8, async one =>
        {
            CodecFuzzTests.DecodeBinary(one);
            CodecFuzzTests.DecodeJson(one);
            PatchFuzzTests.Apply(one);
            GreetingFuzzTests.Damage(one);
            await HandshakeFuzzTests.PlayAsync(server.Address, one);
            await FrameFuzzTests.PlayAsync(server.Address, one);
        });
        await Until.TrueAsync(
            () => server.Node.Connections.Count == 0 && server.Node.Core.Sessions.Count == 0, "all connections and sessions have ended");
    }

    private static long Weigh()
    {
        for (var collection = 0; collection < 3; collection++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
