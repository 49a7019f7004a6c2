using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Tests.Contracts;

namespace GameServer.Tests.Cluster;

public sealed class ClusterViewTests
{
    [Fact]
    public void Who_is_revoked_missing_or_replaced_is_gone()
    {
        var (view, first) = ClusterView.Empty.After(
            [StoreRig.Row("c", "c1"), StoreRig.Row("a", "a1"), StoreRig.Row("b", "b1"), StoreRig.Row("d", "d1") with { IsRevoked = true }]);
        view.Nodes.Select(node => node.Node.Value).ShouldBe(["a", "b", "c"]);
        first.Joined.Length.ShouldBe(3);

        var (next, diff) = view.After([StoreRig.Row("a", "a1") with { IsRevoked = true }, StoreRig.Row("b", "b1~2")]);

        diff.Gone.Select(node => node.Incarnation.Value).ShouldBe(["a1", "b1", "c1"]);
        diff.Joined.Single().Incarnation.Value.ShouldBe("b1~2");
        diff.Changed.ShouldBeEmpty();
        next.Version.ShouldBe(2ul);
        next.Find(new Incarnation("b1")).ShouldBeNull();
        next.OfProcess(new NodeId("b1"))!.Incarnation.Value.ShouldBe("b1~2");
    }

    [Fact]
    public void Only_what_others_need_to_know_makes_another_view()
    {
        var view = ClusterView.Empty.After([StoreRig.Row("a", "a1")]).View;

        view.After([StoreRig.Row("a", "a1") with { Renewals = 9 }]).View.ShouldBeSameAs(view);
        var (next, diff) = view.After([StoreRig.Row("a", "a1") with { Rooms = 3, IsDraining = true }]);

        diff.Changed.Single().ShouldBe(next.Nodes.Single());
        (diff.Joined.Length, diff.Gone.Length).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("a", 16, "a")]
    [InlineData("a", 17, "b")]
    [InlineData("c", 0, "b")]
    [InlineData("nowhere", 0, "a")]
    public void A_room_is_placed_where_its_members_are_or_where_there_are_fewest(string membersAt, int rooms, string chosen)
    {
        var view = ClusterView.Empty.After(
            [
                StoreRig.Row("b", "b") with { Rooms = membersAt == "nowhere" ? 5 : 0 },
                StoreRig.Row("a", "a") with { Rooms = membersAt == "a" ? rooms : 5 },
                StoreRig.Row("c", "c") with { Roles = NodeRoles.Gateway },
                StoreRig.Row("d", "d") with { IsDraining = true },
            ]).View;

        PlacementChoice.Of(view, new NodeId(membersAt))!.Node.Value.ShouldBe(chosen);
    }

    [Fact]
    public void A_process_that_has_just_started_gets_no_rooms_while_there_is_another()
    {
        var rows = new[] { StoreRig.Row("a", "a") with { Rooms = 1000, IsNew = false }, StoreRig.Row("b", "b") };
        var view = ClusterView.Empty.After(rows).View;
        var later = view.After([rows[0], rows[1] with { IsNew = false }]).View;

        PlacementChoice.Of(view, new NodeId("b"))!.Node.Value.ShouldBe("a");
        PlacementChoice.Of(later, new NodeId("b"))!.Node.Value.ShouldBe("b");
        var rooms = Enumerable.Range(0, 100).Select(room => new RoomId($"{room}")).ToList();
        rooms.ShouldAllBe(room => PlacementChoice.Caretaker(view, room)!.Node == new NodeId("a"));
        rooms.ShouldContain(room => PlacementChoice.Caretaker(later, room)!.Node == new NodeId("b"));
    }

    [Fact]
    public void With_many_rooms_a_quarter_more_is_not_too_many_and_without_hosts_there_is_no_place()
    {
        var view = ClusterView.Empty.After(
            [StoreRig.Row("a", "a") with { Rooms = 1000 }, StoreRig.Row("b", "b~2") with { Rooms = 1250 }]).View;

        PlacementChoice.Of(view, new NodeId("b"))!.Node.Value.ShouldBe("b");
        PlacementChoice.Of(ClusterView.Empty, new NodeId("b")).ShouldBeNull();
    }
}
