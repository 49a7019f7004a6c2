using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Cluster;

public sealed class NodeLeaseTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_lease_holds_from_when_its_renewal_was_sent()
    {
        var lease = new NodeLease(_time, new Incarnation("a"));
        lease.Holds.ShouldBeFalse();
        var sent = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(2));

        lease.Renew(sent, TimeSpan.FromSeconds(3)).ShouldBeTrue();
        lease.Holds.ShouldBeTrue();
        lease.Renew(sent, TimeSpan.FromSeconds(3)).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        lease.Holds.ShouldBeFalse();
        lease.Renew(_time.GetTimestamp(), TimeSpan.FromSeconds(3)).ShouldBeTrue();
        lease.End();
        lease.Holds.ShouldBeFalse();
    }

    [Fact]
    public void A_lease_of_the_next_life_is_none_for_the_one_before()
    {
        var lease = new NodeLease(_time, new Incarnation("a"));
        lease.Renew(_time.GetTimestamp(), TimeSpan.FromSeconds(3));
        lease.HoldsFor(new Incarnation("a")).ShouldBeTrue();

        lease.Become(lease.Owner.Next());
        lease.Holds.ShouldBeFalse();
        lease.Renew(_time.GetTimestamp(), TimeSpan.FromSeconds(3));

        lease.HoldsFor(new Incarnation("a")).ShouldBeFalse();
        lease.HoldsFor(new Incarnation("a~2")).ShouldBeTrue();
        NodeLease.ForeverOf(new Incarnation("a")).HoldsFor(new Incarnation("a")).ShouldBeTrue();
    }

    [Fact]
    public void A_process_counts_its_lives()
    {
        var life = new Incarnation("alpha-k3x9");

        (life.Process.Value, life.Life, life.Next().Value).ShouldBe(("alpha-k3x9", 1, "alpha-k3x9~2"));
        var third = life.Next().Next();
        (third.Process.Value, third.Life, third.Value).ShouldBe(("alpha-k3x9", 3, "alpha-k3x9~3"));
    }

    [Theory]
    [InlineData("gateway,host", NodeRoles.Gateway | NodeRoles.Host)]
    [InlineData(" Host ", NodeRoles.Host)]
    [InlineData("gateway", NodeRoles.Gateway)]
    [InlineData("", NodeRoles.None)]
    [InlineData("host,guest", NodeRoles.None)]
    internal void Roles_are_words(string text, NodeRoles roles) => NodeRolesText.Read(text).ShouldBe(roles);
}
