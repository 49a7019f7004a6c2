using GameServer.Links;
using GameServer.Tests.Links.TestKit;

namespace GameServer.Tests.Links;

public sealed class LinkActorTests
{
    [Fact]
    public void Two_nodes_that_know_of_each_other_have_one_link_and_messages_pass_both_ways()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        alpha.Put(beta, "to beta").ShouldBe(LinkAnswer.Taken);
        beta.Put(alpha, "to alpha").ShouldBe(LinkAnswer.Taken);
        world.Advance(0.1);

        beta.Inbox.Take().ShouldBe(["alpha: to beta"]);
        alpha.Inbox.Take().ShouldBe(["beta: to alpha"]);
        world.Network.Wires.Count().ShouldBe(1);
    }

    [Fact]
    public void What_is_put_while_a_message_is_on_its_way_becomes_one_message()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        for (var put = 0; put < 100; put++)
        {
            alpha.Put(beta, "x");
        }

        world.Advance(0.2);

        string.Concat(beta.Inbox.Take().Select(line => line["alpha: ".Length..])).ShouldBe(new string('x', 100));
        var counts = alpha.Table.Find(beta.Process)!.Counts;
        counts.PutsOut.ShouldBe(100);
        counts.BytesOut.ShouldBe(100);
        counts.MessagesOut.ShouldBeLessThan(10);
        var countsIn = beta.Table.Find(alpha.Process)!.Counts;
        (countsIn.MessagesIn, countsIn.BytesIn).ShouldBe((counts.MessagesOut, 100));
    }

    [Fact]
    public void A_link_that_is_cut_is_down_on_both_sides_and_up_again_at_once()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        world.Network.Cut(alpha.Process, beta.Process);
        world.Advance(0.1);

        alpha.Inbox.Take().ShouldBe(["down beta", "up beta"]);
        beta.Inbox.Take().ShouldBe(["down alpha", "up alpha"]);
    }

    [Fact]
    public void A_process_that_is_gone_is_reported_by_the_side_that_dials()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        world.Network.Crash(beta.Process);
        world.Advance(0.05);

        alpha.Inbox.Take().ShouldBe(["down beta", "refused beta"]);
        alpha.Table.Find(beta.Process).ShouldBeNull();
        alpha.Put(beta, "too late").ShouldBe(LinkAnswer.Down);
    }

    [Fact]
    public void A_process_that_is_gone_is_reported_by_the_side_that_only_probes()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        world.Network.Crash(alpha.Process);
        world.Advance(0.05);

        beta.Inbox.Take().ShouldBe(["down alpha", "refused alpha"]);
    }

    [Fact]
    public void The_side_that_is_dialed_does_not_probe_before_there_was_a_link()
    {
        using var world = new LinkWorld();
        var beta = world.Start("beta");
        beta.Meet(new LinkTarget(new("alpha"), "alpha"));

        world.Advance(10);

        beta.Inbox.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_node_that_nobody_listens_for_is_dialed_later_and_later()
    {
        using var world = new LinkWorld();
        var alpha = world.Start("alpha");
        alpha.Meet(new LinkTarget(new("beta"), "beta"));

        world.Advance(3.3);
        alpha.Inbox.Take().Count.ShouldBe(6, "at once, and after 0.1, 0.3, 0.7, 1.5 and 3.1 seconds");
        world.Advance(2);
        alpha.Inbox.Take().Count.ShouldBe(1);
        alpha.Log.Count.ShouldBe(1, "the same cause is logged once");
    }

    [Fact]
    public void Of_two_connections_alive_at_once_the_newest_wins_and_nothing_of_the_elder_is_handed_on()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        // Only the dialer learns that the connection is gone; the other still believes in it when the next one comes.
        world.Network.CutOneSide(alpha.Process, beta.Process);
        world.Network.Wires.Count().ShouldBe(1);
        world.Advance(0.1);
        alpha.Put(beta, "new");
        world.Advance(0.1);

        beta.Inbox.Take().ShouldBe(["down alpha", "up alpha", "alpha: new"]);
        world.Network.Wires.Count().ShouldBe(1);
    }

    [Fact]
    public void Silence_breaks_a_link()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        world.Network.Part(alpha.Process, beta.Process);
        world.Advance(3);
        alpha.Inbox.Lines.ShouldBeEmpty();
        world.Advance(3.5);

        alpha.Inbox.Take().ShouldBe(["down beta"], "a host that does not answer has refused nothing");
        beta.Inbox.Take().ShouldBe(["down alpha"]);

        world.Network.Heal(alpha.Process, beta.Process);
        world.Advance(5);
        alpha.Inbox.Take().ShouldBe(["up beta"]);
        beta.Inbox.Take().ShouldBe(["up alpha"]);
    }

    [Fact]
    public void A_quiet_link_stays_up()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        world.Advance(60);

        alpha.Inbox.Lines.ShouldBeEmpty();
        beta.Inbox.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void What_has_to_fit_and_does_not_breaks_the_link()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair(new LinkOptions { OutboxBytesMax = 65_536 });
        var much = new string('x', 40_000);
        while (alpha.Put(beta, much) != LinkAnswer.Full)
        {
        }

        alpha.Inbox.Lines.ShouldBeEmpty();
        alpha.Put(beta, much, mustFit: true).ShouldBe(LinkAnswer.Down);
        alpha.Put(beta, "x").ShouldBe(LinkAnswer.Down);
        world.Advance(1);
        alpha.Inbox.Take().ShouldBe(["down beta", "up beta"]);
    }

    [Fact]
    public void A_node_that_left_the_cluster_has_no_link_and_one_that_came_back_has()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        alpha.Meet();
        world.Advance(0.1);
        alpha.Inbox.Take().ShouldBe(["down beta"]);
        world.Network.Wires.ShouldBeEmpty();

        alpha.Meet();
        alpha.Meet(beta.Target);
        world.Advance(3);
        alpha.Inbox.Take().ShouldBe(["up beta"]);
        beta.Inbox.Take().ShouldBe(["down alpha", "up alpha"]);
    }

    [Fact]
    public void A_link_whose_message_could_not_be_handled_is_made_anew()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = world.Pair();

        alpha.Put(beta, RecordingInbox.Poison);
        world.Advance(3);
        alpha.Put(beta, "after it");
        beta.Put(alpha, RecordingInbox.Poison);
        world.Advance(3);
        beta.Put(alpha, "after it");
        world.Advance(0.1);

        beta.Inbox.Take().ShouldBe(
            ["alpha: poison", "down alpha", "up alpha", "alpha: after it", "down alpha", "up alpha"]);
        alpha.Inbox.Take().ShouldBe(["down beta", "up beta", "beta: poison", "down beta", "up beta", "beta: after it"]);
    }

    [Fact]
    public void A_process_under_the_same_address_is_not_the_one_that_was_meant()
    {
        using var world = new LinkWorld();
        var (alpha, _) = (world.Start("alpha"), world.Start("beta-2"));
        alpha.Meet(new LinkTarget(new("beta-1"), "beta"));

        world.Advance(8);

        alpha.Inbox.Lines.ShouldBeEmpty();
        alpha.Log.ShouldHaveSingleItem().ShouldContain("WrongNode");
    }

    [Fact]
    public void A_process_that_this_node_has_not_heard_of_waits_for_a_moment()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = (world.Start("alpha"), world.Start("beta"));
        alpha.Meet(beta.Target);
        world.Advance(2);
        alpha.Inbox.Lines.ShouldBeEmpty();

        beta.Meet(alpha.Target);
        world.Advance(0.1);

        alpha.Inbox.Take().ShouldBe(["up beta"]);
        beta.Inbox.Take().ShouldBe(["up alpha"]);
    }

    [Fact]
    public void A_process_that_this_node_never_hears_of_is_refused_and_that_is_logged_once()
    {
        using var world = new LinkWorld();
        var (alpha, beta) = (world.Start("alpha"), world.Start("beta"));
        alpha.Meet(beta.Target);

        world.Advance(30);

        alpha.Log.ShouldHaveSingleItem().ShouldContain("UnknownNode");
        beta.Log.ShouldHaveSingleItem().ShouldContain("UnknownNode");
    }
}
