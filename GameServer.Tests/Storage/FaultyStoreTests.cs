using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Conditions;
using GameServer.Tests.Contracts;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Storage;

public sealed class FaultyStoreTests
{
    [Theory, LocalStores, PostgresStore]
    public async Task A_writer_that_tries_again_until_it_is_answered_writes_each_record_once(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync();
        var store = new FaultyStore(rig.Store, seed: 7, new FaultRates(Before: 0.2, After: 0.2, Slow: 0, TimeSpan.Zero));

        for (ulong version = 1; version <= 100; version++)
        {
            (await UntilAnsweredAsync(() => store.AppendAsync([Append(room, 1, version - 1, version)], default)))
                .ShouldBe([WriteAnswer.Made]);
        }

        store.FailedBefore.ShouldBeGreaterThan(0);
        store.FailedAfter.ShouldBeGreaterThan(0);
        (await rig.TakenAsync(room)).History.Records.Select(each => each.Version.Value)
            .ShouldBe(Enumerable.Range(1, 100).Select(each => (ulong)each));
    }

    [Fact]
    public async Task A_store_that_is_out_does_nothing_and_one_that_is_held_waits()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Memory);
        var room = await rig.RunAsync();
        var store = new FaultyStore(rig.Store, seed: 1, new FaultRates(0, 0, 0, TimeSpan.Zero)) { IsOut = true };

        await Should.ThrowAsync<StoreFaultException>(() => store.AppendAsync([Append(room, 1, 0, 1)], default));
        (await rig.Store.FindAsync(room, default))!.Version.ShouldBe(default(RoomVersion));
        store.IsOut = false;
        store.Hold();
        var append = store.AppendAsync([Append(room, 1, 0, 1)], default);
        append.IsCompleted.ShouldBeFalse();
        store.LetGo();

        (await append).ShouldBe([WriteAnswer.Made]);
    }

    private static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (StoreFaultException)
            {
            }
        }
    }
}
