using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Tests.Contracts;

namespace GameServer.Tests.Cluster;

public sealed class NodeWatchTests
{
    private readonly NodeWatch _watch = new(TimeSpan.FromSeconds(3));

    [Fact]
    public void Who_does_not_renew_for_a_lease_that_the_watcher_saw_throughout_is_lost()
    {
        Look(0, ("a", 1), ("b", 1)).ShouldBe("");
        Look(1, ("a", 2), ("b", 1)).ShouldBe("");
        Look(2, ("a", 3), ("b", 1)).ShouldBe("");
        Look(3, ("a", 4), ("b", 1)).ShouldBe("");
        Look(3.1, ("a", 4), ("b", 1)).ShouldBe("b");
        Look(4, ("a", 5), ("b", 2)).ShouldBe("");
    }

    [Fact]
    public void A_watcher_whose_own_lease_ran_out_begins_anew()
    {
        Look(0, ("b", 1)).ShouldBe("");
        Look(2, ("b", 1)).ShouldBe("");
        Look(5, ("b", 1)).ShouldBe("");
        Look(7, ("b", 1)).ShouldBe("");
        Look(8.1, ("b", 1)).ShouldBe("b");
        _watch.Forget();
        Look(9, ("b", 1)).ShouldBe("");
    }

    [Fact]
    public void Another_incarnation_of_the_name_is_another_node_and_the_revoked_and_oneself_are_not_watched()
    {
        Look(0, ("b", 1), ("self", 1)).ShouldBe("");
        Look(2, ("b~2", 1), ("self", 1)).ShouldBe("");
        Look(4, ("b~2", 1), ("self", 1)).ShouldBe("");
        Look(5.2, ("b~2", 1), ("self", 1)).ShouldBe("b~2");
        var revoked = StoreRig.Row("b", "b~2") with { Renewals = 1, IsRevoked = true };
        _watch.Renewed(new Incarnation("self"), At(6), At(6.05), [revoked]).ShouldBeEmpty();
    }

    [Fact]
    public void The_next_loss_is_a_lease_after_the_last_news()
    {
        _watch.NextLossAfter(At(0)).ShouldBeNull();
        Look(0, ("a", 1), ("b", 1));
        Look(1, ("a", 2), ("b", 1));

        _watch.NextLossAfter(At(1.05)).ShouldBe(At(3.05));
        _watch.NextLossAfter(At(3.05)).ShouldBe(At(4.05));
    }

    private string Look(double at, params (string Incarnation, ulong Renewals)[] nodes)
    {
        var rows = nodes.Select(node => StoreRig.Row(node.Incarnation[..1], node.Incarnation) with { Renewals = node.Renewals }).ToList();
        var lost = _watch.Renewed(new Incarnation("self"), At(at), At(at + 0.05), rows);
        return string.Join(' ', lost.Select(row => row.Incarnation));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
