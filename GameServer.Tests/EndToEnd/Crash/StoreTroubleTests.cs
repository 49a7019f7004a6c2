using GameServer.Bench.Chaos;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Tests.Client;
using GameServer.Tests.Conditions;
using GameServer.Tests.Storage;
using Xunit.Abstractions;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>A store in trouble under load: rooms hold what they have to say, nothing is lost, and no connection either.</summary>
[Collection(nameof(Crash))]
public sealed class StoreTroubleTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly int CommandsMin = TestScale.Of(1_000);

    // 30 s with the scale of CI.
    private static readonly ulong OutageMsMin = (ulong)TestScale.Of(6_000);

    [Theory]
    [InlineData(nameof(Trouble.Slow))]
    [InlineData(nameof(Trouble.Failing))]
    [InlineData(nameof(Trouble.FailingLate))]
    public async Task A_store_in_trouble_slows_rooms_and_costs_nothing(string trouble)
    {
        var random = new Random(1);
        TroubledStore? store = null;
        await using var server = await StartAsync("", before => store = new TroubledStore(before, random.Next()));
        await using var load = new LedgerLoad(Patience, () => "");
        await load.StartAsync(server.WebSocketUrl, random);
        await load.AcknowledgedMoreAsync(500);

        store!.Trouble = Enum.Parse<Trouble>(trouble);
        await load.AcknowledgedMoreAsync(CommandsMin);
        store.Trouble = Trouble.None;

        await ShouldGoOnWholeAsync(load);
        store.Troubles.Value.ShouldBeGreaterThan(0UL);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_of_and_waited_for()
    {
        var random = new Random(1);
        TroubledStore? store = null;
        await using var server = await StartAsync("", before => store = new TroubledStore(before, random.Next()));
        await using var load = new LedgerLoad(Patience, () => "");
        await load.StartAsync(server.WebSocketUrl, random);
        await load.AcknowledgedMoreAsync(500);

        store!.Trouble = Trouble.Away;
        await load.NoticedAsync(RoomNotice.Types.Kind.SavingDelayed, times: 1);
        store.Trouble = Trouble.None;
        await load.NoticedAsync(RoomNotice.Types.Kind.SavingResumed, times: 1);

        await ShouldGoOnWholeAsync(load);
    }

    [PostgresFact]
    public async Task A_PostgreSQL_that_is_stopped_for_a_while_costs_nothing()
    {
        await using var postgres = await PostgresServer.StartNewAsync(fsync: false);
        var random = new Random(1);
        TroubledStore? store = null;
        await using var server = await StartAsync(
            await postgres.NewDatabaseAsync(), before => store = new TroubledStore(before, random.Next()));
        await using var load = new LedgerLoad(Patience, () => "");
        await load.StartAsync(server.WebSocketUrl, random);
        await load.AcknowledgedMoreAsync(500);

        await postgres.StopAsync("INT");
        await load.NoticedAsync(RoomNotice.Types.Kind.SavingDelayed, times: 1);
        await Eventually.Of(store!.FailingMs.ReachedAsync(OutageMsMin), "a failure so long after the first");
        await postgres.StartAsync();
        await load.NoticedAsync(RoomNotice.Types.Kind.SavingResumed, times: 1);

        await ShouldGoOnWholeAsync(load);
    }

    private static Task<TestServer> StartAsync(string store, Func<IRoomStore, IRoomStore> before) => TestServer.StartAsync(
        new Dictionary<string, string?>
        {
            ["Store"] = store,
            ["Gateway:FramesPerSecond"] = "100000",
            ["Gateway:FramesBurst"] = "100000",
        },
        RoomServerProgram.Register,
        services => StoreInFront.Put(services, before));

    private async Task ShouldGoOnWholeAsync(LedgerLoad load)
    {
        await load.AcknowledgedMoreAsync(CommandsMin);
        await load.FinishAsync();
        var verdict = load.Check();
        output.WriteLine(verdict.ToString());
        verdict.Faults.ShouldBeEmpty();
        load.Reconnects.ShouldBe(0, "no socket is lost");
        load.HashMismatches.ShouldBe(0);
    }
}
