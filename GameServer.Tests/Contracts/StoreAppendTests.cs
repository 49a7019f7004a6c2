using System.Globalization;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Conditions;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Contracts;

public sealed class StoreAppendTests
{
    [Theory, LocalStores, PostgresStore]
    public async Task What_was_appended_is_what_a_new_owner_gets(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync();
        (await rig.AppendAsync(Append(room, 1, 0, 2))).ShouldBe(WriteAnswer.Made);
        (await rig.AppendAsync(Append(room, 1, 2, 3))).ShouldBe(WriteAnswer.Made);
        await rig.ReopenAsync();

        var taken = await rig.TakenAsync(room);

        taken.Id.ShouldBe(room);
        taken.Number.ShouldBe(new RoomNumber(1));
        taken.Type.ShouldBe(StoreRig.Type);
        taken.TypeVersion.ShouldBe(1);
        taken.Key.ShouldBe("");
        taken.Epoch.ShouldBe(new Epoch(2));
        taken.Version.ShouldBe(new RoomVersion(3));
        taken.Origin.ToArray().ShouldBe([1, 2, 3]);
        taken.History.Snapshot.Length.ShouldBe(0);
        taken.History.SnapshotVersion.ShouldBe(default);
        Shape(taken.History.Records).ShouldBe("1:0-2 1:2-3");
        taken.History.Records[1].At.ShouldBe(At(3));
        taken.History.Records[1].Turns.ToArray().ShouldBe(Bytes(1, 3));
    }

    [Theory, LocalStores, PostgresStore]
    public async Task An_elder_owner_is_fenced_whatever_its_version(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync();
        await rig.AppendAsync(Append(room, 1, 0, 1));
        await rig.TakenAsync(room);

        (await rig.AppendAsync(Append(room, 1, 1, 2))).ShouldBe(WriteAnswer.Fenced);
        (await rig.SaveAsync(Snapshot(room, 1, 1))).ShouldBe(WriteAnswer.Fenced);
        (await rig.Store.SleepAsync(room, new Epoch(1), new RoomVersion(1), null, default)).ShouldBeFalse();
        (await rig.AppendAsync(Append(room, 2, 1, 2))).ShouldBe(WriteAnswer.Made);

        Shape((await rig.TakenAsync(room)).History.Records).ShouldBe("1:0-1 2:1-2");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task An_append_from_another_base_version_is_fenced(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync();
        await rig.AppendAsync(Append(room, 1, 0, 3));

        (await rig.AppendAsync(Append(room, 1, 0, 4))).ShouldBe(WriteAnswer.Fenced);
        (await rig.AppendAsync(Append(room, 1, 2, 4))).ShouldBe(WriteAnswer.Fenced);
        (await rig.AppendAsync(Append(room, 1, 4, 5))).ShouldBe(WriteAnswer.Fenced);
        (await rig.AppendAsync(Append(room, 2, 3, 4))).ShouldBe(WriteAnswer.Fenced);
        (await rig.AppendAsync(Append(new RoomId("nowhere"), 1, 0, 1))).ShouldBe(WriteAnswer.Fenced);

        Shape((await rig.TakenAsync(room)).History.Records).ShouldBe("1:0-3");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Appends_of_a_batch_stand_or_fall_alone(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        RoomId[] rooms = [await rig.RunAsync(), await rig.RunAsync(), await rig.RunAsync(), await rig.RunAsync()];
        await rig.AppendAsync(Append(rooms[1], 1, 0, 1));
        await rig.TakenAsync(rooms[2]);
        var tooLarge = Append(rooms[3], 1, 0, 1) with { Turns = new byte[IRoomStore.RecordBytesMax + 1] };

        var answers = await rig.Store.AppendAsync(
            [tooLarge, Append(rooms[2], 1, 0, 1), Append(rooms[1], 1, 0, 2), Append(rooms[0], 1, 0, 1)], default);

        answers.ShouldBe([WriteAnswer.TooLarge, WriteAnswer.Fenced, WriteAnswer.Fenced, WriteAnswer.Made]);
        (await Task.WhenAll(rooms.Select(room => rig.Store.FindAsync(room, default))))
            .Select(row => row!.Version.Value).ShouldBe([1ul, 1, 0, 0]);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task The_same_append_again_is_found_and_made_once(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        RoomId[] rooms = [await rig.RunAsync(), await rig.RunAsync()];
        var first = Append(rooms[0], 1, 0, 2, Came("ann"));
        await rig.AppendAsync(first);

        var answers = await rig.Store.AppendAsync([Append(rooms[1], 1, 0, 1), first], default);

        answers.ShouldBe([WriteAnswer.Made, WriteAnswer.Made]);
        Shape((await rig.TakenAsync(rooms[0])).History.Records).ShouldBe("1:0-2");
        (await rig.AppendAsync(first)).ShouldBe(WriteAnswer.Fenced);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Players_are_found_in_their_rooms_until_those_end(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        RoomId[] rooms = [await rig.RunAsync(), await rig.RunAsync()];
        await rig.Store.AppendAsync(
            [
                Append(rooms[0], 1, 0, 1, Came("ann"), Came("bob"), Went("bob"), Came("cid")),
                Append(rooms[1], 1, 0, 1, Came("ann"), Came("bob")),
            ],
            default);

        (await PlacesAsync(rig, "ann")).ShouldBe(rooms, ignoreOrder: true);
        (await PlacesAsync(rig, "bob")).ShouldBe([rooms[1]]);
        (await rig.Store.FindAsync(rooms[0], default))!.Members.ShouldBe(2);
        await rig.AppendAsync(Append(rooms[0], 1, 1, 2, Went("cid"), Went("ann"), Came("ann")));
        (await PlacesAsync(rig, "cid")).ShouldBeEmpty();
        (await PlacesAsync(rig, "ann")).ShouldBe(rooms, ignoreOrder: true);
        await rig.AppendAsync(Append(rooms[1], 1, 1, 2, Came("dan")) with { Ended = true });
        (await PlacesAsync(rig, "ann")).ShouldBe([rooms[0]]);
        (await PlacesAsync(rig, "bob")).ShouldBeEmpty();
        (await PlacesAsync(rig, "dan")).ShouldBeEmpty();
        (await rig.Store.FindAsync(rooms[1], default))!.Members.ShouldBe(0);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_room_that_ended_is_nobodys_and_its_end_is_found_again(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = rig.NewRoom(key: "final");
        await rig.Store.CreateAsync(room, Me, default);
        var end = Append(room.Id, 1, 0, 1) with { Ended = true };

        (await rig.AppendAsync(end)).ShouldBe(WriteAnswer.Made);
        (await rig.AppendAsync(end)).ShouldBe(WriteAnswer.Made);

        (await rig.AppendAsync(Append(room.Id, 1, 1, 2))).ShouldBe(WriteAnswer.Fenced);
        (await rig.TakeOverAsync(room.Id)).ShouldBeOfType<TakeOverAnswer.NotFound>();
        (await rig.Store.StrandedAsync(Other, new RoomId(""), 10, default)).ShouldBeEmpty();
        (await rig.Store.FindKeyAsync(StoreRig.Type, "final", default)).ShouldBeNull();
        (await rig.Store.CreateAsync(rig.NewRoom(key: "final"), Me, default)).ShouldBeOfType<CreateAnswer.Created>();
        var row = (await rig.Store.FindAsync(room.Id, default))!;
        row.Phase.ShouldBe(RoomPhase.Finished);
        row.Version.ShouldBe(new RoomVersion(1));
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Five_hundred_rooms_fit_in_a_batch(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var rooms = new List<RoomId>();
        for (var count = 0; count < IRoomStore.BatchRoomsMax; count++)
        {
            rooms.Add(await rig.RunAsync());
        }

        for (ulong version = 1; version <= 3; version++)
        {
            var batch = rooms.Select(room => Append(room, 1, version - 1, version, Came($"player{version}"))).Reverse().ToList();
            (await rig.Store.AppendAsync(batch, default)).ShouldAllBe(answer => answer == WriteAnswer.Made);
        }

        (await PlacesAsync(rig, "player2")).Count.ShouldBe(IRoomStore.BatchRoomsMax);
        var taken = await rig.Store.TakeOverAsync(rooms, Other, Known, default);
        taken.Select(answer => ((TakeOverAnswer.Taken)answer).Room.Id).ShouldBe(rooms);
        taken.ShouldAllBe(answer => Shape(((TakeOverAnswer.Taken)answer).Room.History.Records) == "1:0-1 1:1-2 1:2-3");
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Slices_append_side_by_side(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var slices = new List<RoomId[]>();
        for (var slice = 0; slice < 4; slice++)
        {
            slices.Add([await rig.RunAsync(), await rig.RunAsync(), await rig.RunAsync()]);
        }

        await Task.WhenAll(slices.Select(async rooms =>
        {
            for (ulong version = 1; version <= 20; version++)
            {
                var answers = await rig.Store.AppendAsync(rooms.Select(room => Append(room, 1, version - 1, version)).ToList(), default);
                answers.ShouldAllBe(answer => answer == WriteAnswer.Made);
            }
        }));

        var log = await rig.Store.ReadLogAsync(slices[3][2], default, new RoomVersion(20), long.MaxValue, default);
        log.Select(record => record.Version.Value).ShouldBe(Enumerable.Range(1, 20).Select(version => (ulong)version));
    }

    internal static string Shape(IEnumerable<StoredRecord> records) => string.Join(
        ' ', records.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Epoch}:{each.BaseVersion}-{each.Version}")));

    private static async Task<List<RoomId>> PlacesAsync(StoreRig rig, string player) =>
        (await rig.Store.RoomsOfAsync(new PlayerId(player), [], default)).Select(place => place.Room).ToList();
}
