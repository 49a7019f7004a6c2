using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Conditions;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Contracts;

public sealed class NodeStoreTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NoLease = TimeSpan.Zero;

    [Theory, MemoryStore, PostgresStore]
    public async Task A_node_whose_row_is_gone_revoked_or_anothers_is_dead(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        (await RenewAsync(rig, "a1")).ShouldBeOfType<RenewAnswer.Revoked>();
        await rig.JoinAsync("a", "a1");
        await rig.JoinAsync("b", "b1");

        (await rig.Nodes.RevokeAsync(Life("b1"), new NodeId("a"), Life("a1"), default)).ShouldBeTrue();
        (await RenewAsync(rig, "a1")).ShouldBeOfType<RenewAnswer.Revoked>();
        await rig.JoinAsync("b", "b2", takesOver: true);
        (await RenewAsync(rig, "b1")).ShouldBeOfType<RenewAnswer.Revoked>();
        await rig.Nodes.LeaveAsync(Life("b2"), default);
        (await RenewAsync(rig, "b2")).ShouldBeOfType<RenewAnswer.Revoked>();
        await rig.Nodes.LeaveAsync(Life("b2"), default);
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task A_name_that_another_live_process_has_is_only_taken_on_purpose(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", "a1");

        (await AskToJoinAsync(rig, "a2")).ShouldBeOfType<JoinAnswer.Clash>().Live.Incarnation.ShouldBe(Life("a1"));
        (await RenewAsync(rig, "a1")).ShouldBeOfType<RenewAnswer.Renewed>();
        (await AskToJoinAsync(rig, "a2", takesOver: true)).ShouldBeOfType<JoinAnswer.Joined>();
        (await AskToJoinAsync(rig, "a1")).ShouldBeOfType<JoinAnswer.Clash>();
        await rig.JoinAsync("b", "b1");
        await rig.Nodes.RevokeAsync(Life("b1"), new NodeId("a"), Life("a2"), default);
        (await AskToJoinAsync(rig, "a3")).ShouldBeOfType<JoinAnswer.Joined>();
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task A_join_that_comes_again_late_is_seen_as_a_change_by_those_who_watch(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", "a1");
        await RenewAsync(rig, "a1");
        var before = (await rig.Nodes.ListAsync(default)).Single().Renewals;

        await rig.JoinAsync("a", "a1");
        await RenewAsync(rig, "a1");

        (await rig.Nodes.ListAsync(default)).Single().Renewals.ShouldBeGreaterThan(before);
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task The_dead_do_not_come_back(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", "a1");
        await rig.JoinAsync("b", "b1");
        await rig.Nodes.RevokeAsync(Life("b1"), new NodeId("a"), Life("a1"), default);

        (await AskToJoinAsync(rig, "a1", takesOver: true)).ShouldBeOfType<JoinAnswer.Dead>();
        (await AskToJoinAsync(rig, "a1~3")).ShouldBeOfType<JoinAnswer.Joined>();
        (await AskToJoinAsync(rig, "a1~3")).ShouldBeOfType<JoinAnswer.Joined>();
        (await AskToJoinAsync(rig, "a1~2", takesOver: true)).ShouldBeOfType<JoinAnswer.Dead>();
        (await RenewAsync(rig, "a1~3")).ShouldBeOfType<RenewAnswer.Renewed>();
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task Who_has_no_lease_or_is_dead_revokes_nobody(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", "a1");
        await rig.JoinAsync("b", "b1", lease: NoLease);
        await rig.JoinAsync("c", "c1");

        (await RevokesAsync("b1", "a", "a1")).ShouldBeFalse();
        (await RevokesAsync("nobody", "a", "a1")).ShouldBeFalse();
        (await RevokesAsync("c1", "a", "a0")).ShouldBeFalse();
        (await RevokesAsync("c1", "b", "a1")).ShouldBeFalse();
        await rig.Nodes.RenewAsync(Life("b1"), default, Lease, default);
        (await RevokesAsync("b1", "a", "a1")).ShouldBeTrue();
        (await RevokesAsync("b1", "a", "a1")).ShouldBeFalse();
        (await RevokesAsync("a1", "b", "b1")).ShouldBeFalse();

        Task<bool> RevokesAsync(string revoker, string node, string incarnation) =>
            rig.Nodes.RevokeAsync(Life(revoker), new NodeId(node), Life(incarnation), default);
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task A_renewal_tells_of_all_nodes_what_they_said_last(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("b", "b1");
        await rig.JoinAsync("a", "a1");
        await rig.JoinAsync("c", "c1");
        await rig.Nodes.RevokeAsync(Life("a1"), new NodeId("c"), Life("c1"), default);
        await rig.Nodes.RenewAsync(Life("a1"), new NodeLoad(3, true), Lease, default);

        var answer = await rig.Nodes.RenewAsync(Life("b1"), new NodeLoad(7, false), Lease, default);

        var rows = answer.ShouldBeOfType<RenewAnswer.Renewed>().Rows;
        rows.ShouldBe(
        [
            Row("a", "a1") with { Renewals = 1, IsDraining = true, Rooms = 3 },
            Row("b", "b1") with { Renewals = 1, Rooms = 7 },
            Row("c", "c1") with { IsRevoked = true },
        ]);
        (await rig.Nodes.ListAsync(default)).ShouldBe(rows);
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task A_process_that_is_asked_to_drain_hears_of_it_in_every_life_and_its_successor_does_not(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", "a~1");
        await rig.JoinAsync("b", "b~1");
        (await rig.Nodes.AskToDrainAsync(new NodeId("a"), default)).ShouldBeTrue();

        await rig.Nodes.RenewAsync(Life("a~1"), new NodeLoad(3, false), Lease, default);
        (await DrainingAsync()).ShouldBe([true, false]);

        await rig.Nodes.RevokeAsync(Life("b~1"), new NodeId("a"), Life("a~1"), default);
        (await rig.Nodes.AskToDrainAsync(new NodeId("a"), default)).ShouldBeFalse();
        await rig.JoinAsync("a", "a~2");
        (await DrainingAsync()).ShouldBe([true, false]);

        await rig.Nodes.RevokeAsync(Life("b~1"), new NodeId("a"), Life("a~2"), default);
        await rig.JoinAsync("a", "other~1");
        (await DrainingAsync()).ShouldBe([false, false]);
        (await rig.Nodes.AskToDrainAsync(new NodeId("nobody"), default)).ShouldBeFalse();

        async Task<IEnumerable<bool>> DrainingAsync() => (await rig.Nodes.ListAsync(default)).Select(row => row.IsDraining);
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task The_rooms_of_a_revoked_life_are_the_next_ones_at_their_epochs_but_for_those_that_were_taken(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", "a1");
        await rig.JoinAsync("b", "b1");
        RoomId[] rooms = [await rig.RunAsync(Life("a1")), await rig.RunAsync(Life("a1")), await rig.RunAsync(Life("a1"))];
        var asleep = await rig.RunAsync(Life("a1"));
        await rig.Store.SleepAsync(asleep, new Epoch(1), default, null, default);
        await rig.TakenAsync(rooms[1], Life("a1"));
        await rig.Nodes.RevokeAsync(Life("b1"), new NodeId("a"), Life("a1"), default);
        await rig.TakenAsync(rooms[0], Life("b1"));

        var moved = await rig.JoinAsync("a", "a1~2", elder: "a1");

        MovedRoom[] kept = [new(rooms[1], new Epoch(2)), new(rooms[2], new Epoch(1))];
        moved.ShouldBe(kept, ignoreOrder: true);
        (await rig.JoinAsync("a", "a1~2", elder: "a1")).ShouldBe(kept, ignoreOrder: true);
        (await rig.AppendAsync(Append(rooms[1], 2, 0, 1))).ShouldBe(WriteAnswer.Made);
        (await rig.AppendAsync(Append(rooms[0], 1, 0, 1))).ShouldBe(WriteAnswer.Fenced);
        (await rig.TakeOverAsync(rooms[2], Life("b1"))).ShouldBe(new TakeOverAnswer.Elsewhere(Life("a1~2")));
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task A_join_that_was_refused_moves_nothing(StoreForm form)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        await rig.JoinAsync("a", "a1");
        var room = await rig.RunAsync(Life("a1"));
        await rig.JoinAsync("a", "z1", takesOver: true);

        (await rig.Nodes.JoinAsync(Row("a", "a1~2"), Life("a1"), false, Lease, default)).ShouldBeOfType<JoinAnswer.Clash>();

        (await rig.Store.LocateAsync([room], default)).ShouldBe([RoomWhereabouts.Free.Instance]);
    }

    private static Incarnation Life(string incarnation) => new(incarnation);

    private static Task<RenewAnswer> RenewAsync(StoreRig rig, string incarnation) =>
        rig.Nodes.RenewAsync(Life(incarnation), default, Lease, default);

    private static Task<JoinAnswer> AskToJoinAsync(StoreRig rig, string incarnation, bool takesOver = false) =>
        rig.Nodes.JoinAsync(Row("a", incarnation), null, takesOver, Lease, default);
}
