using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Conditions;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Contracts;

public sealed class StoreRoomTests
{
    [Theory, LocalStores, PostgresStore]
    public async Task Numbers_are_handed_out_once(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);

        var blocks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.Store.TakeNumbersAsync(50, default)));
        await rig.ReopenAsync();

        blocks.Order().ShouldBe(Enumerable.Range(0, 20).Select(block => (uint)(1 + (50 * block))));
        (await rig.Store.TakeNumbersAsync(1, default)).ShouldBe(1001u);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_key_belongs_to_one_unfinished_room_of_a_type(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var rooms = Enumerable.Range(0, 8).Select(_ => rig.NewRoom(key: "cup")).ToList();

        var answers = await Task.WhenAll(rooms.Select(room => rig.Store.CreateAsync(room, Me, default)));

        var winner = rooms[Array.FindIndex(answers, answer => answer is CreateAnswer.Created)];
        answers.Count(answer => answer is CreateAnswer.Created).ShouldBe(1);
        answers.OfType<CreateAnswer.KeyTaken>().ShouldAllBe(answer => answer.By == winner.Id);
        (await rig.Store.FindKeyAsync(StoreRig.Type, "cup", default)).ShouldBe(winner.Id);
        (await rig.Store.FindKeyAsync(new RoomTypeName("chat"), "cup", default)).ShouldBeNull();
        (await rig.Store.CreateAsync(rig.NewRoom(key: "cup") with { Type = new RoomTypeName("chat") }, Me, default))
            .ShouldBeOfType<CreateAnswer.Created>();
        (await rig.Store.CreateAsync(rig.NewRoom(), Me, default)).ShouldBeOfType<CreateAnswer.Created>();
        (await rig.Store.CreateAsync(rig.NewRoom(), Me, default)).ShouldBeOfType<CreateAnswer.Created>();
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Making_the_same_room_again_is_making_it_once(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = rig.NewRoom(key: "cup");

        (await rig.Store.CreateAsync(room, Me, default)).ShouldBeOfType<CreateAnswer.Created>();
        (await rig.Store.CreateAsync(room, Me, default)).ShouldBeOfType<CreateAnswer.Created>();
        (await rig.Store.CreateAsync(room, Other, default)).ShouldBe(new CreateAnswer.KeyTaken(room.Id));
        await rig.TakenAsync(room.Id);
        (await rig.Store.CreateAsync(room, Me, default)).ShouldBe(new CreateAnswer.KeyTaken(room.Id));

        (await rig.Store.ListAsync(null, true, 10, default)).Count.ShouldBe(1);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Only_known_types_and_versions_are_taken_over(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var chat = rig.NewRoom() with { Type = new RoomTypeName("chat") };
        NewRoom[] rooms = [rig.NewRoom(typeVersion: 3), chat, rig.NewRoom(typeVersion: 4), rig.NewRoom(typeVersion: 1)];
        foreach (var room in rooms)
        {
            await rig.Store.CreateAsync(room, Me, default);
        }

        RoomId[] wanted = [rooms[1].Id, new RoomId("nowhere"), rooms[0].Id, rooms[2].Id, rooms[3].Id];
        var known = new Dictionary<RoomTypeName, TypeVersions>(Known) { [StoreRig.Type] = new TypeVersions(2, 3, 2) };
        var answers = await rig.Store.TakeOverAsync(wanted, Other, known, default);

        answers[0].ShouldBe(new TakeOverAnswer.Unknown(new RoomTypeName("chat"), 1, 1));
        answers[1].ShouldBeOfType<TakeOverAnswer.NotFound>();
        answers[2].ShouldBeOfType<TakeOverAnswer.Taken>().Room.Epoch.ShouldBe(new Epoch(2));
        answers[3].ShouldBe(new TakeOverAnswer.Unknown(StoreRig.Type, 4, 1));
        answers[4].ShouldBe(new TakeOverAnswer.Unknown(StoreRig.Type, 1, 1));
        (await rig.AppendAsync(Append(rooms[2].Id, 1, 0, 1))).ShouldBe(WriteAnswer.Made);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task What_a_newer_release_has_run_is_not_taken_over_by_an_elder_one(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var (sleeping, newborn) = (await rig.RunAsync(), rig.NewRoom() with { LogFormat = 3 });
        await rig.Store.CreateAsync(newborn, Me, default);
        var elder = new Dictionary<RoomTypeName, TypeVersions> { [StoreRig.Type] = new TypeVersions(1, 3, 1) };

        (await rig.TakenAsync(sleeping, Me)).Epoch.ShouldBe(new Epoch(2));

        (await rig.Store.FindAsync(sleeping, default))!.LogFormat.ShouldBe(2);
        var answers = await rig.Store.TakeOverAsync([sleeping, newborn.Id], Me, elder, default);
        answers.ShouldBe([new TakeOverAnswer.Unknown(StoreRig.Type, 1, 2), new TakeOverAnswer.Unknown(StoreRig.Type, 1, 3)]);
        (await rig.Store.FindAsync(sleeping, default))!.Epoch.ShouldBe(new Epoch(2));
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_sleeping_room_is_due_at_its_time_and_goes_on_where_it_was(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        RoomId[] rooms = [await rig.RunAsync(), await rig.RunAsync(), await rig.RunAsync()];
        await rig.AppendAsync(Append(rooms[0], 1, 0, 1));
        (await rig.Store.SleepAsync(rooms[0], new Epoch(1), default, At(9), default)).ShouldBeFalse();
        (await rig.Store.SleepAsync(rooms[0], new Epoch(1), new RoomVersion(1), At(9), default)).ShouldBeTrue();
        (await rig.Store.SleepAsync(rooms[0], new Epoch(1), new RoomVersion(1), At(9), default)).ShouldBeTrue();
        (await rig.Store.SleepAsync(rooms[1], new Epoch(1), default, At(8), default)).ShouldBeTrue();
        (await rig.Store.SleepAsync(rooms[2], new Epoch(1), default, null, default)).ShouldBeTrue();

        (await rig.AppendAsync(Append(rooms[0], 1, 1, 2))).ShouldBe(WriteAnswer.Fenced);
        (await rig.Store.DueAsync(At(7), 10, default)).ShouldBeEmpty();
        (await rig.Store.DueAsync(At(8), 10, default)).ShouldBe([rooms[1]]);
        (await rig.Store.DueAsync(At(10), 10, default)).ShouldBe([rooms[1], rooms[0]]);
        (await rig.Store.DueAsync(At(10), 1, default)).ShouldBe([rooms[1]]);
        (await rig.Store.FindAsync(rooms[0], default))!.WakeAt.ShouldBe(At(9));
        (await rig.Store.FindAsync(rooms[0], default))!.Phase.ShouldBe(RoomPhase.Asleep);
        (await rig.TakenAsync(rooms[0], Me)).Version.ShouldBe(new RoomVersion(1));
        (await rig.Store.DueAsync(At(10), 10, default)).ShouldBe([rooms[1]]);
        (await rig.AppendAsync(Append(rooms[0], 2, 1, 2))).ShouldBe(WriteAnswer.Made);
        (await rig.Store.FindAsync(rooms[0], default))!.WakeAt.ShouldBeNull();
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Rooms_of_other_lives_and_those_to_be_kept_alive_are_stranded(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var mine = await rig.RunAsync(Me, keepAlive: true);
        RoomId[] others = [await rig.RunAsync(Other), await rig.RunAsync(Other, keepAlive: true), await rig.RunAsync(Other)];
        var kept = await rig.RunAsync(Me, keepAlive: true);
        var asleep = await rig.RunAsync(Other);
        await rig.Store.SleepAsync(kept, new Epoch(1), default, null, default);
        await rig.Store.SleepAsync(asleep, new Epoch(1), default, null, default);

        (await rig.Store.StrandedAsync(Me, new RoomId(""), 10, default)).ShouldBe([.. others, kept]);
        (await rig.Store.StrandedAsync(Me, new RoomId(""), 2, default)).ShouldBe([others[0], others[1]]);
        (await rig.Store.StrandedAsync(Me, others[1], 10, default)).ShouldBe([others[2], kept]);
        (await rig.Store.StrandedAsync(Other, new RoomId(""), 10, default)).ShouldBe([mine, kept]);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Rows_are_listed_newest_change_first(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        RoomId[] rooms = [await rig.RunAsync(), await rig.RunAsync(), await rig.RunAsync()];
        var chat = rig.NewRoom(key: "k", typeVersion: 2, keepAlive: true) with { Type = new RoomTypeName("chat") };
        await rig.Store.CreateAsync(chat, Me, default);
        await rig.AppendAsync(Append(rooms[1], 1, 0, 7, Came("ann")));
        await rig.AppendAsync(Append(rooms[0], 1, 0, 5));
        await rig.AppendAsync(Append(rooms[2], 1, 0, 6) with { Ended = true });

        (await rig.Store.ListAsync(null, true, 10, default)).Select(row => row.Id).ShouldBe([rooms[1], rooms[2], rooms[0], chat.Id]);
        (await rig.Store.ListAsync(StoreRig.Type, false, 10, default)).Select(row => row.Id).ShouldBe([rooms[1], rooms[0]]);
        var newest = (await rig.Store.ListAsync(null, false, 1, default)).Single();
        newest.Origin.ToArray().ShouldBe([1, 2, 3]);
        (newest with { Origin = default }).ShouldBe(new RoomRow(
            rooms[1], new RoomNumber(2), StoreRig.Type, 1, 1, "", RoomPhase.Placed, new Epoch(1), new RoomVersion(7), 1, Start,
            At(7), null, default));
        (await rig.Store.ListAsync(new RoomTypeName("none"), true, 1, default)).ShouldBeEmpty();
        var row = (await rig.Store.FindAsync(chat.Id, default))!;
        (row.Key, row.TypeVersion, row.Members, row.ChangedAt).ShouldBe(("k", 2, 0, Start));
        (await rig.Store.FindAsync(new RoomId("nowhere"), default)).ShouldBeNull();
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_room_that_nobody_runs_can_be_deleted_with_its_history(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync();
        await rig.AppendAsync(Append(room, 1, 0, 1, Came("ann")));
        await rig.SaveAsync(Snapshot(room, 1, 1));

        (await rig.Store.DeleteAsync(room, default)).ShouldBeFalse();
        await rig.Store.SleepAsync(room, new Epoch(1), new RoomVersion(1), null, default);
        (await rig.Store.DeleteAsync(room, default)).ShouldBeTrue();

        (await rig.Store.DeleteAsync(room, default)).ShouldBeFalse();
        (await rig.TakeOverAsync(room)).ShouldBeOfType<TakeOverAnswer.NotFound>();
        (await rig.Store.RoomsOfAsync(new PlayerId("ann"), [], default)).ShouldBeEmpty();
        (await rig.Store.ListHistoryAsync(room, 10, default)).ShouldBeEmpty();
        (await rig.Store.ReadLogAsync(room, default, new RoomVersion(9), long.MaxValue, default)).ShouldBeEmpty();
    }
}
