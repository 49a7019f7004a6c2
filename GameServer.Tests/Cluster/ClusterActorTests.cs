using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using static GameServer.Tests.Cluster.ClusterRig;

namespace GameServer.Tests.Cluster;

public sealed class ClusterActorTests
{
    [Fact]
    public void A_node_that_cannot_renew_freezes_a_lease_after_it_sent_its_last_renewal_and_thaws()
    {
        using var rig = new ClusterRig();
        var node = rig.Start("a", "a-1");
        rig.Advance(Second);
        node.Store.IsOut = true;
        node.Told.Clear();

        rig.Advance(Lease - TimeSpan.FromMilliseconds(1));
        node.Lease.Holds.ShouldBeTrue();
        rig.Advance(TimeSpan.FromMilliseconds(1));
        node.Lease.Holds.ShouldBeFalse();
        rig.Pass(TimeSpan.FromSeconds(30));
        node.Told.ShouldBeEmpty();
        node.Store.IsOut = false;
        rig.Pass(Second);

        node.Lease.Holds.ShouldBeTrue();
        node.Told.ShouldBe(["thawed"]);
        node.Lease.Owner.Value.ShouldBe("a-1");
    }

    [Fact]
    public void An_outage_of_the_store_kills_nobody()
    {
        using var rig = new ClusterRig();
        ClusterNodeRig[] nodes = [rig.Start("a", "a-1"), rig.Start("b", "b-1"), rig.Start("c", "c-1")];
        rig.Pass(Second);
        Array.ForEach(nodes, node => node.Store.IsOut = true);
        rig.Pass(TimeSpan.FromMinutes(1));

        // The last comes back a while after the first.
        foreach (var node in nodes)
        {
            node.Store.IsOut = false;
            rig.Pass(Lease * 0.4);
        }

        rig.Pass(Lease * 3);
        nodes.ShouldAllBe(node => node.Present == "a-1 b-1 c-1" && node.Lease.Holds);
        nodes.ShouldAllBe(node => !node.Told.Any(word => word.StartsWith("rejoined")));
    }

    [Fact]
    public void A_node_that_is_silent_for_a_lease_is_revoked_by_the_others_and_comes_back_with_what_nobody_took()
    {
        using var rig = new ClusterRig();
        var silent = rig.Start("a", "a-1");
        var other = rig.Start("b", "b-1");
        Make(rig, "kept", "a-1");
        Make(rig, "taken", "a-1");
        rig.Pass(Second);
        silent.Store.IsOut = true;
        silent.Told.Clear();
        rig.Pass(Lease * 2);
        other.Told.ShouldContain("gone a-1");
        other.Present.ShouldBe("b-1");
        TakeOver(rig, "taken", "b-1");

        silent.Store.IsOut = false;
        rig.Pass(Second);

        silent.Told.ShouldBe(["rejoined a-1~2 kept@1", "joined a-1~2", "gone a-1"]);
        silent.Lease.HoldsFor(new Incarnation("a-1")).ShouldBeFalse();
        silent.Lease.HoldsFor(new Incarnation("a-1~2")).ShouldBeTrue();
        rig.Pass(Second);
        other.Present.ShouldBe("a-1~2 b-1");
    }

    [Fact]
    public void A_process_that_is_reported_gone_is_revoked_at_once()
    {
        using var rig = new ClusterRig();
        var gone = rig.Start("a", "a-1");
        var other = rig.Start("b", "b-1");
        rig.Pass(Second);
        gone.Store.IsOut = true;

        other.Actor.Tell(new ClusterMessage.ProcessGone(new NodeId("a-1")));
        rig.World.RunUntilIdle();

        other.Present.ShouldBe("b-1");
    }

    [Fact]
    public void A_report_is_acted_on_though_the_store_fails_once_and_never_by_a_frozen_node()
    {
        using var rig = new ClusterRig();
        rig.Start("a", "a-1");
        var other = rig.Start("b", "b-1");
        rig.Pass(Second);
        other.Store.IsOut = true;
        other.Actor.Tell(new ClusterMessage.ProcessGone(new NodeId("a-1")));
        rig.World.RunUntilIdle();
        other.Present.ShouldBe("a-1 b-1");
        other.Store.IsOut = false;
        rig.Pass(Second);
        other.Present.ShouldNotContain("a-1 ");

        using var frozen = new ClusterRig();
        frozen.Start("a", "a-1");
        var late = frozen.Start("b", "b-1");
        frozen.Pass(Second);
        late.Store.IsOut = true;
        frozen.Pass(Lease * 0.9);
        late.Actor.Tell(new ClusterMessage.ProcessGone(new NodeId("a-1")));
        frozen.Pass(Second);
        late.Store.IsOut = false;
        frozen.Pass(Second);
        late.Present.ShouldStartWith("a-1 ");
    }

    [Fact]
    public void A_name_that_another_process_has_is_told_once_and_tried_again()
    {
        using var rig = new ClusterRig();
        var first = rig.Start("a", "a-1");
        var second = rig.Start("a", "a-2");
        rig.Pass(Second * 3);
        second.Told.ShouldBe(["clashed a-1"]);
        second.Lease.Holds.ShouldBeFalse();
        first.Lease.Holds.ShouldBeTrue();

        var third = rig.Start("a", "a-3", takesOver: true);
        third.Lease.Holds.ShouldBeTrue();
        rig.Pass(Second * 2);
        first.Lease.Holds.ShouldBeFalse();
        first.Told[^1].ShouldBe("clashed a-3");
    }

    [Fact]
    public async Task What_is_asked_again_after_an_unknown_outcome_is_done_once()
    {
        using var rig = new ClusterRig();
        rig.Start("b", "b-1");
        var node = rig.Start("a", "a-1");
        Make(rig, "room", "a-1");
        rig.Pass(Second);
        (await rig.Nodes.RevokeAsync(new Incarnation("b-1"), new NodeId("a"), new Incarnation("a-1"), default)).ShouldBeTrue();
        node.Told.Clear();
        node.Store.FailsAfter = true;
        rig.Pass(Second * 2);
        node.Told.ShouldBeEmpty();
        node.Store.FailsAfter = false;
        rig.Pass(Second);

        node.Told.ShouldBe(["rejoined a-1~2 room@1", "joined a-1~2", "gone a-1"]);
    }

    [Fact]
    public void A_renewal_under_way_is_never_doubled_and_given_up_after_half_a_lease()
    {
        using var rig = new ClusterRig();
        var node = rig.Start("a", "a-1");
        rig.Advance(Second * 0.5);
        node.Store.Hold();
        node.Actor.Tell(ClusterMessage.Draining.Instance);
        rig.World.RunUntilIdle();
        var calls = node.Store.Calls;
        rig.Pass(Lease / 2 - TimeSpan.FromMilliseconds(100));
        (node.Store.Calls, node.Store.UnderWay).ShouldBe((calls, 1));
        rig.Pass(TimeSpan.FromMilliseconds(300));
        (node.Store.Calls, node.Store.UnderWay).ShouldBe((calls + 1, 1));

        node.Store.LetGo();
        rig.World.RunUntilIdle();

        rig.Advance(Second);
        node.Lease.Holds.ShouldBeTrue();
        node.View.Nodes.Single().IsDraining.ShouldBeTrue();
    }

    [Fact]
    public void A_node_that_falls_silent_is_revoked_when_a_lease_is_over_not_with_the_next_renewal()
    {
        using var rig = new ClusterRig();
        var node = rig.Start("a", "a-1");
        rig.Advance(Second * 0.5);
        var other = rig.Start("b", "b-1");
        rig.Pass(3 * Second);
        other.Store.IsOut = true;

        rig.Pass(Lease + Second + TimeSpan.FromMilliseconds(100));

        node.Told.ShouldContain("gone b-1");
    }

    [Fact]
    public void A_process_is_new_for_ten_seconds_whatever_its_life()
    {
        using var rig = new ClusterRig();
        var node = rig.Start("a", "a-1");
        rig.Pass(8 * Second);
        var other = rig.Start("b", "b-1");
        (IsNew(other, "a-1"), IsNew(other, "b-1")).ShouldBe((true, true));

        rig.Pass(3 * Second);
        (IsNew(node, "a-1"), IsNew(node, "b-1")).ShouldBe((false, true));

        rig.Pass(10 * Second);
        (IsNew(node, "a-1"), IsNew(node, "b-1")).ShouldBe((false, false));

        static bool IsNew(ClusterNodeRig seenBy, string process) => seenBy.View.OfProcess(new NodeId(process))!.IsNew;
    }

    [Fact]
    public async Task A_node_that_is_asked_through_the_store_to_drain_says_so_once()
    {
        using var rig = new ClusterRig();
        var node = rig.Start("a", "a-1");
        var other = rig.Start("b", "b-1");
        (await rig.Nodes.AskToDrainAsync(new NodeId("a"), default)).ShouldBeTrue();

        rig.Pass(3 * Second);

        node.Told.Where(told => told == "drain").Count().ShouldBe(1);
        other.Told.ShouldNotContain("drain");
        other.View.OfProcess(new NodeId("a-1"))!.IsDraining.ShouldBeTrue();
    }

    [Fact]
    public async Task Load_and_drain_are_told_to_others_and_who_leaves_is_gone()
    {
        using var rig = new ClusterRig();
        var node = rig.Start("a", "a-1");
        var other = rig.Start("b", "b-1");
        node.Actor.Tell(new ClusterMessage.Load(7));
        node.Actor.Tell(ClusterMessage.Draining.Instance);
        rig.Pass(Second);
        var seen = other.View.OfProcess(new NodeId("a-1"))!;
        (seen.Rooms, seen.IsDraining).ShouldBe((7, true));

        node.Store.IsOut = true;
        var left = node.Actor.Ask<ClusterLeft>(reply => new ClusterMessage.Leave(reply), TimeSpan.FromMinutes(1));
        rig.Pass(Second);
        (left.IsCompleted, node.Lease.Holds).ShouldBe((false, false));
        node.Store.IsOut = false;
        rig.Pass(Second);

        await left;
        other.Present.ShouldBe("b-1");
    }

    private static void Make(ClusterRig rig, string id, string owner)
    {
        var room = new NewRoom(new RoomId(id), new RoomNumber(1), new RoomTypeName("t"), 1, "", false, default, default);
        rig.Rooms.CreateAsync(room, new Incarnation(owner), default).Result.ShouldBeOfType<CreateAnswer.Created>();
    }

    private static void TakeOver(ClusterRig rig, string id, string owner)
    {
        var known = new Dictionary<RoomTypeName, TypeVersions> { [new RoomTypeName("t")] = new(1, 1, 1) };
        rig.Rooms.TakeOverAsync([new RoomId(id)], new Incarnation(owner), known, default).Result
            .Single().ShouldBeOfType<TakeOverAnswer.Taken>();
    }
}
