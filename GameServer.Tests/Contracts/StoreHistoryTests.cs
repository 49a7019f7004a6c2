using System.Globalization;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Conditions;
using static GameServer.Tests.Contracts.StoreAppendTests;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Contracts;

public sealed class StoreHistoryTests
{
    [Theory, LocalStores, PostgresStore]
    public async Task A_new_owner_gets_the_newest_snapshot_and_what_came_after(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await WrittenAsync(rig);

        var history = (await rig.TakenAsync(room)).History;

        history.SnapshotVersion.ShouldBe(new RoomVersion(6));
        history.Snapshot.ToArray().ShouldBe(Bytes(1, 6));
        Shape(history.Records).ShouldBe("1:6-8 1:8-10");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Any_version_can_be_read(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await WrittenAsync(rig);

        (await HistoryAsync(rig, room, 0)).ShouldBe("0:");
        (await HistoryAsync(rig, room, 1)).ShouldBe("0:1:0-2");
        (await HistoryAsync(rig, room, 2)).ShouldBe("2:");
        (await HistoryAsync(rig, room, 3)).ShouldBe("2:1:2-4");
        (await HistoryAsync(rig, room, 5)).ShouldBe("2:1:2-4 1:4-6");
        (await HistoryAsync(rig, room, 9)).ShouldBe("6:1:6-8 1:8-10");
        (await HistoryAsync(rig, room, 99)).ShouldBe("6:1:6-8 1:8-10");
        (await HistoryAsync(rig, new RoomId("nowhere"), 1)).ShouldBe("0:");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task The_log_is_read_between_two_versions_and_within_bytes(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await WrittenAsync(rig);

        (await LogAsync(rig, room, 0, 10, 1000)).ShouldBe("1:0-2 1:2-4 1:4-6 1:6-8 1:8-10");
        (await LogAsync(rig, room, 2, 8, 1000)).ShouldBe("1:2-4 1:4-6 1:6-8");
        (await LogAsync(rig, room, 3, 7, 1000)).ShouldBe("1:2-4 1:4-6 1:6-8");
        (await LogAsync(rig, room, 2, 10, 6)).ShouldBe("1:2-4 1:4-6");
        (await LogAsync(rig, room, 2, 10, 5)).ShouldBe("1:2-4");
        (await LogAsync(rig, room, 2, 10, 2)).ShouldBe("");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task What_is_kept_is_listed(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await WrittenAsync(rig);

        (await EntriesAsync(rig, room, 99)).ShouldBe("r2 s2 r4 r6 s6 r8 r10");
        (await EntriesAsync(rig, room, 3)).ShouldBe("s6 r8 r10");
        (await rig.Store.ListHistoryAsync(room, 3, default))[0]
            .ShouldBe(new HistoryEntry(true, new Epoch(1), new RoomVersion(6), At(6), 3));
    }

    [Theory, LocalStores, PostgresStore]
    public async Task The_version_follows_snapshots_where_nothing_is_logged(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync();

        (await rig.SaveAsync(Snapshot(room, 1, 5, isOnlyOne: true) with { Roster = [Came("ann"), Came("bob")] }))
            .ShouldBe(WriteAnswer.Made);
        (await rig.SaveAsync(Snapshot(room, 1, 5, isOnlyOne: true) with { Roster = [Came("ann"), Came("bob")] }))
            .ShouldBe(WriteAnswer.Made);
        (await rig.SaveAsync(Snapshot(room, 1, 9, isOnlyOne: true) with { Roster = [Went("bob")], TypeVersion = 2 }))
            .ShouldBe(WriteAnswer.Made);

        (await EntriesAsync(rig, room, 99)).ShouldBe("s9");
        (await rig.Store.RoomsOfAsync(new PlayerId("bob"), [], default)).ShouldBeEmpty();
        (await rig.Store.RoomsOfAsync(new PlayerId("ann"), [], default)).ShouldBe([new StoredPlace(room, StoreRig.Type)]);
        var taken = await rig.TakenAsync(room);
        (taken.Version, taken.TypeVersion, taken.History.SnapshotVersion).ShouldBe((new RoomVersion(9), 2, new RoomVersion(9)));
        (await rig.SaveAsync(Snapshot(room, 2, 9, isOnlyOne: true) with { Ended = true })).ShouldBe(WriteAnswer.Made);
        (await rig.SaveAsync(Snapshot(room, 2, 9, isOnlyOne: true) with { Ended = true })).ShouldBe(WriteAnswer.Made);
        (await rig.Store.FindAsync(room, default))!.Phase.ShouldBe(RoomPhase.Finished);
        (await rig.Store.RoomsOfAsync(new PlayerId("ann"), [], default)).ShouldBeEmpty();
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_snapshot_of_an_elder_version_leaves_the_row_where_it_is(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await WrittenAsync(rig);
        RoomId[] others = [await rig.RunAsync(), await rig.RunAsync()];
        await rig.TakenAsync(others[0]);
        var tooLarge = Snapshot(others[1], 1, 1) with { Snapshot = new byte[IRoomStore.RecordBytesMax + 1] };

        var answers = await rig.Store.SaveSnapshotsAsync([tooLarge, Snapshot(others[0], 1, 1), Snapshot(room, 1, 8)], default);

        answers.ShouldBe([WriteAnswer.TooLarge, WriteAnswer.Fenced, WriteAnswer.Made]);
        (await rig.AppendAsync(Append(room, 1, 10, 11))).ShouldBe(WriteAnswer.Made);
        (await HistoryAsync(rig, room, 99)).ShouldBe("8:1:8-10 1:10-11");
        (await rig.SaveAsync(Snapshot(room, 1, 12))).ShouldBe(WriteAnswer.Made);
        (await rig.AppendAsync(Append(room, 1, 12, 13))).ShouldBe(WriteAnswer.Made);
        (await HistoryAsync(rig, room, 99)).ShouldBe("12:1:12-13");
        (await LogAsync(rig, room, 8, 99, 1000)).ShouldBe("1:8-10 1:10-11 1:12-13");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Pruning_cuts_a_history_at_a_snapshot_and_nowhere_else(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await WrittenAsync(rig);
        var unsaved = await rig.RunAsync();
        await rig.AppendAsync(Append(unsaved, 1, 0, 2));

        await PruneAsync(rig, At(2), default);
        (await EntriesAsync(rig, room, 99)).ShouldBe("r2 s2 r4 r6 s6 r8 r10");
        await PruneAsync(rig, At(6), default);
        (await EntriesAsync(rig, room, 99)).ShouldBe("s2 r4 r6 s6 r8 r10");
        (await HistoryAsync(rig, room, 5)).ShouldBe("2:1:2-4 1:4-6");
        (await LogAsync(rig, room, 0, 10, 1000)).ShouldBe("1:2-4 1:4-6 1:6-8 1:8-10");
        await PruneAsync(rig, At(99), default);
        (await EntriesAsync(rig, room, 99)).ShouldBe("s6 r8 r10");
        (await LogAsync(rig, room, 2, 10, 1000)).ShouldBe("1:6-8 1:8-10");
        (await EntriesAsync(rig, unsaved, 99)).ShouldBe("r2");

        (await rig.AppendAsync(Append(room, 1, 10, 11))).ShouldBe(WriteAnswer.Made);
        Shape((await rig.TakenAsync(room)).History.Records).ShouldBe("1:6-8 1:8-10 1:10-11");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Finished_rooms_are_pruned_after_their_time(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        RoomId[] rooms = [await WrittenAsync(rig), await WrittenAsync(rig), await WrittenAsync(rig)];
        await rig.AppendAsync(Append(rooms[0], 1, 10, 20) with { Ended = true });
        await rig.AppendAsync(Append(rooms[1], 1, 10, 30) with { Ended = true });

        await PruneAsync(rig, Start, At(25));

        (await rig.Store.ListAsync(null, true, 10, default)).Select(row => row.Id).ShouldBe([rooms[1], rooms[2]]);
        (await EntriesAsync(rig, rooms[0], 99)).ShouldBe("");
        (await EntriesAsync(rig, rooms[1], 2)).ShouldBe("r10 r30");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_fork_sleeps_at_its_version_until_somebody_takes_it(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var fork = rig.NewRoom(key: "again");

        (await rig.Store.ForkAsync(fork, new RoomVersion(7), Bytes(9, 7), default)).ShouldBeOfType<CreateAnswer.Created>();
        (await rig.Store.ForkAsync(fork, new RoomVersion(7), Bytes(9, 7), default)).ShouldBeOfType<CreateAnswer.Created>();
        (await rig.Store.ForkAsync(rig.NewRoom(key: "again"), new RoomVersion(7), Bytes(9, 7), default))
            .ShouldBe(new CreateAnswer.KeyTaken(fork.Id));

        (await rig.Store.FindAsync(fork.Id, default))!.Phase.ShouldBe(RoomPhase.Asleep);
        var taken = await rig.TakenAsync(fork.Id);
        (taken.Epoch, taken.Version, taken.History.SnapshotVersion).ShouldBe((new Epoch(2), new RoomVersion(7), new RoomVersion(7)));
        taken.History.Snapshot.ToArray().ShouldBe(Bytes(9, 7));
        (await rig.AppendAsync(Append(fork.Id, 2, 7, 8))).ShouldBe(WriteAnswer.Made);
        (await HistoryAsync(rig, fork.Id, 9)).ShouldBe("7:2:7-8");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_room_whose_history_does_not_lead_to_its_version_does_not_hold_up_the_others(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        RoomId[] rooms = [await WrittenAsync(rig), await rig.RunAsync(), await WrittenAsync(rig)];
        await rig.SaveAsync(Snapshot(rooms[1], 1, 5, isOnlyOne: true));
        (await rig.Store.SleepAsync(rooms[1], new Epoch(1), new RoomVersion(5), null, default)).ShouldBeTrue();

        // The row of a room that sleeps does not follow, and the snapshot that it needs goes.
        (await rig.SaveAsync(Snapshot(rooms[1], 1, 9, isOnlyOne: true))).ShouldBe(WriteAnswer.Made);

        var taken = (await rig.Store.TakeOverAsync(rooms, Other, Known, default))
            .Select(answer => answer.ShouldBeOfType<TakeOverAnswer.Taken>().Room).ToList();
        taken.Select(room => room.Version.Value).ShouldBe([10ul, 5, 10]);
        taken.Select(room => $"{room.History.SnapshotVersion}:{Shape(room.History.Records)}")
            .ShouldBe(["6:1:6-8 1:8-10", "0:", "6:1:6-8 1:8-10"]);
    }

    /// <summary>A room with five records of two versions each, and snapshots at 2 and 6.</summary>
    private static async Task<RoomId> WrittenAsync(StoreRig rig)
    {
        var room = await rig.RunAsync();
        for (ulong version = 2; version <= 10; version += 2)
        {
            (await rig.AppendAsync(Append(room, 1, version - 2, version))).ShouldBe(WriteAnswer.Made);
        }

        (await rig.SaveAsync(Snapshot(room, 1, 2))).ShouldBe(WriteAnswer.Made);
        (await rig.SaveAsync(Snapshot(room, 1, 6))).ShouldBe(WriteAnswer.Made);
        return room;
    }

    private static async Task<string> HistoryAsync(StoreRig rig, RoomId room, ulong upTo)
    {
        var history = await rig.Store.ReadHistoryAsync(room, new RoomVersion(upTo), default);
        return $"{history.SnapshotVersion}:{Shape(history.Records)}";
    }

    private static async Task<string> LogAsync(StoreRig rig, RoomId room, ulong after, ulong upTo, long bytesMax) =>
        Shape(await rig.Store.ReadLogAsync(room, new RoomVersion(after), new RoomVersion(upTo), bytesMax, default));

    private static async Task<string> EntriesAsync(StoreRig rig, RoomId room, int entriesMax) => string.Join(
        ' ',
        (await rig.Store.ListHistoryAsync(room, entriesMax, default))
            .Select(each => string.Create(CultureInfo.InvariantCulture, $"{(each.IsSnapshot ? 's' : 'r')}{each.Version}")));

    private static async Task PruneAsync(StoreRig rig, DateTimeOffset historyBefore, DateTimeOffset finishedBefore)
    {
        while (await rig.Store.PruneAsync(historyBefore, finishedBefore, default))
        {
        }
    }
}
