using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Conditions;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Contracts;

public sealed class StoreOwnerTests
{
    [Theory, MemoryStore, PostgresStore]
    public async Task A_room_of_a_live_node_is_elsewhere_until_that_is_dead(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", Me.Value);
        await rig.JoinAsync("b", Other.Value);
        RoomId[] rooms = [await rig.RunAsync(Me), await rig.RunAsync(Me), await rig.RunAsync(new Incarnation("gone"))];
        await rig.Store.SleepAsync(rooms[1], new Epoch(1), default, null, default);

        var answers = await rig.Store.TakeOverAsync(rooms, Other, Known, default);

        answers[0].ShouldBe(new TakeOverAnswer.Elsewhere(Me));
        answers[1].ShouldBeOfType<TakeOverAnswer.Taken>();
        answers[2].ShouldBeOfType<TakeOverAnswer.Taken>();
        (await rig.AppendAsync(Append(rooms[0], 1, 0, 1))).ShouldBe(WriteAnswer.Made);
        (await rig.TakenAsync(rooms[0], Me)).Epoch.ShouldBe(new Epoch(2));
        await rig.Nodes.RevokeAsync(Other, new NodeId("a"), Me, default);
        (await rig.TakenAsync(rooms[0], Other)).Epoch.ShouldBe(new Epoch(3));
        await rig.Nodes.LeaveAsync(Other, default);
        await rig.JoinAsync("c", "c1");
        (await rig.TakenAsync(rooms[0], new Incarnation("c1"))).Epoch.ShouldBe(new Epoch(4));
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task Of_a_type_that_the_asker_does_not_know_it_still_learns_who_runs_it(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", Me.Value);
        RoomId[] rooms = [await UnknownAsync(Me), await UnknownAsync(new Incarnation("gone"))];

        (await rig.Store.TakeOverAsync(rooms, Other, Known, default))
            .ShouldBe([new TakeOverAnswer.Elsewhere(Me), new TakeOverAnswer.Unknown(new RoomTypeName("chat"), 1, 1)]);

        async Task<RoomId> UnknownAsync(Incarnation owner)
        {
            var room = rig.NewRoom() with { Type = new RoomTypeName("chat") };
            await rig.Store.CreateAsync(room, owner, default);
            return room.Id;
        }
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task Rooms_are_located(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", Me.Value);
        RoomId[] rooms = [await rig.RunAsync(Me), await rig.RunAsync(Other), await rig.RunAsync(Me), await rig.RunAsync(Me)];
        await rig.Store.SleepAsync(rooms[2], new Epoch(1), default, null, default);
        await rig.AppendAsync(Append(rooms[3], 1, 0, 1) with { Ended = true });
        RoomId[] passing = [await rig.RunAsync(Me, isStored: false), await rig.RunAsync(Other, isStored: false)];

        var found = await rig.Store.LocateAsync([rooms[3], rooms[0], .. rooms[1..3], new RoomId("nowhere"), .. passing], default);

        found.ShouldBe(
        [
            RoomWhereabouts.NotFound.Instance, new RoomWhereabouts.RunsAt(Me), RoomWhereabouts.Free.Instance, RoomWhereabouts.Free.Instance,
            RoomWhereabouts.NotFound.Instance, new RoomWhereabouts.RunsAt(Me), RoomWhereabouts.NotFound.Instance,
        ]);
    }

    [Fact]
    public async Task Without_a_cluster_a_room_that_is_not_asleep_is_free_too()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Sqlite);
        var room = await rig.RunAsync();
        var passing = await rig.RunAsync(isStored: false);

        (await rig.Store.LocateAsync([room, passing, new RoomId("nowhere")], default))
            .ShouldBe([RoomWhereabouts.Free.Instance, RoomWhereabouts.NotFound.Instance, RoomWhereabouts.NotFound.Instance]);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_room_that_is_not_stored_is_lost_with_its_owner(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var passing = rig.NewRoom(key: "cup") with { IsStored = false };
        await rig.Store.CreateAsync(passing, Me, default);

        (await rig.TakenAsync(passing.Id, Me)).Epoch.ShouldBe(new Epoch(2));
        (await rig.TakeOverAsync(passing.Id, Other)).ShouldBeOfType<TakeOverAnswer.NotFound>();

        (await rig.Store.FindAsync(passing.Id, default)).ShouldBeNull();
        (await rig.Store.CreateAsync(rig.NewRoom(key: "cup"), Other, default)).ShouldBeOfType<CreateAnswer.Created>();
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_room_that_is_not_stored_is_handed_over_once(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var room = await rig.RunAsync(Me, isStored: false);
        await rig.SaveAsync(Snapshot(room, 1, 7, isOnlyOne: true));
        (await rig.Store.SleepAsync(room, new Epoch(1), new RoomVersion(7), null, default)).ShouldBeTrue();

        var taken = await rig.TakenAsync(room, Other);

        (taken.Epoch, taken.Version).ShouldBe((new Epoch(2), new RoomVersion(7)));
        taken.History.Snapshot.ToArray().ShouldBe(Bytes(1, 7));
        (await rig.Store.ListHistoryAsync(room, 10, default)).ShouldBeEmpty();
        await rig.SaveAsync(Snapshot(room, 2, 9, isOnlyOne: true));
        await rig.Store.SleepAsync(room, new Epoch(2), new RoomVersion(9), null, default);
        (await rig.TakenAsync(room, Me)).History.Snapshot.ToArray().ShouldBe(Bytes(2, 9));
        (await rig.TakeOverAsync(room, Me)).ShouldBeOfType<TakeOverAnswer.NotFound>();
        (await rig.Store.FindAsync(room, default)).ShouldBeNull();
    }

    [Theory, LocalStores, PostgresStore]
    public async Task A_room_that_is_not_stored_ends_with_its_last_snapshot(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var passing = rig.NewRoom(key: "cup") with { IsStored = false };
        await rig.Store.CreateAsync(passing, Me, default);

        (await rig.SaveAsync(Snapshot(passing.Id, 1, 1, isOnlyOne: true) with { Ended = true })).ShouldBe(WriteAnswer.Made);

        (await rig.Store.FindAsync(passing.Id, default))!.Phase.ShouldBe(RoomPhase.Finished);
        (await rig.TakeOverAsync(passing.Id)).ShouldBeOfType<TakeOverAnswer.NotFound>();
        (await rig.Store.CreateAsync(rig.NewRoom(key: "cup"), Other, default)).ShouldBeOfType<CreateAnswer.Created>();
        while (await rig.Store.PruneAsync(Start, At(2), default))
        {
        }

        (await rig.Store.FindAsync(passing.Id, default)).ShouldBeNull();
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task Only_rooms_of_the_dead_are_stranded_and_what_is_not_stored_goes(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", Me.Value);
        await rig.JoinAsync("b", Other.Value);
        var gone = new Incarnation("gone");
        RoomId[] dead = [await rig.RunAsync(gone), await rig.RunAsync(gone)];
        var lost = await rig.RunAsync(gone, isStored: false);
        RoomId[] live = [await rig.RunAsync(Me), await rig.RunAsync(Other), await rig.RunAsync(Other, isStored: false)];
        var kept = await rig.RunAsync(Me, keepAlive: true);
        await rig.Store.SleepAsync(kept, new Epoch(1), default, null, default);

        (await rig.Store.StrandedAsync(Me, new RoomId(""), 10, default)).ShouldBe([.. dead, kept]);
        (await rig.Store.StrandedAsync(Other, dead[0], 1, default)).ShouldBe([dead[1]]);

        (await rig.Store.FindAsync(lost, default)).ShouldBeNull();
        (await Task.WhenAll(live.Select(room => rig.Store.FindAsync(room, default)))).ShouldAllBe(row => row != null);
    }

    [Theory, LocalStores, PostgresStore]
    public async Task Rooms_that_a_player_names_are_found_whoever_is_in_them(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        RoomId[] rooms = [await rig.RunAsync(), await rig.RunAsync(isStored: false), await rig.RunAsync(), await rig.RunAsync()];
        await rig.AppendAsync(Append(rooms[0], 1, 0, 1, Came("ann")));
        await rig.AppendAsync(Append(rooms[2], 1, 0, 1) with { Ended = true });

        var places = await rig.Store.RoomsOfAsync(new PlayerId("ann"), [.. rooms[..3], new RoomId("nowhere")], default);

        places.Select(place => place.Room).ShouldBe([rooms[0], rooms[1]], ignoreOrder: true);
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task A_room_of_a_revoked_node_can_be_deleted_and_one_of_a_live_node_not(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", Me.Value);
        await rig.JoinAsync("b", Other.Value);
        var room = await rig.RunAsync(Me);

        (await rig.Store.DeleteAsync(room, default)).ShouldBeFalse();
        await rig.Nodes.RevokeAsync(Other, new NodeId("a"), Me, default);
        (await rig.Store.DeleteAsync(room, default)).ShouldBeTrue();
    }
}
