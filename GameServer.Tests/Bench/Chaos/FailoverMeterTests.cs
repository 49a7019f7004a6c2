using GameServer.Bench.Chaos.Oracle;

namespace GameServer.Tests.Bench.Chaos;

/// <summary>What counts as a dropped socket and as a failover, and how long it took, in journals made by hand.</summary>
public sealed class FailoverMeterTests
{
    private static readonly TimeSpan Kill = TimeSpan.FromMilliseconds(2_010);

    [Fact]
    public void A_failover_is_counted_from_the_kill_for_clients_of_other_gateways()
    {
        // The room runs as life 1 on node 0, to which clients 0 and 3 are connected; command 21 to 40 come after the kill.
        var verdict = new Story().With(new Trouble.Killed(Kill, Story.TimeOf(30), 0, 1)).Judge();
        verdict.Kills.ShouldBe(1);
        verdict.Failover.All.Count.ShouldBe(2);
        verdict.Failover.All.Percentile(0).ShouldBe(Story.TimeOf(22) - Kill);
        verdict.Failover.All.Longest.ShouldBe(Story.TimeOf(23) - Kill);
    }

    [Fact]
    public void An_answer_to_a_command_from_before_the_kill_is_no_failover()
    {
        var kill = Story.TimeOf(22) - TimeSpan.FromMilliseconds(10);
        var verdict = new Story().With(new Trouble.Killed(kill, Story.TimeOf(30), 0, 1)).Judge();
        verdict.Failover.All.Longest.ShouldBe(Story.TimeOf(26) - kill);
    }

    [Fact]
    public void A_room_that_ran_elsewhere_does_not_count()
    {
        var verdict = new Story().With(new Trouble.Killed(Kill, Story.TimeOf(30), 0, 7)).Judge();
        verdict.Failover.All.Count.ShouldBe(0);
    }

    [Fact]
    public void A_kill_amid_other_trouble_is_told_apart()
    {
        var verdict = new Story()
            .With(new Trouble.Frozen(Story.TimeOf(15), Story.TimeOf(18), 2, 3))
            .With(new Trouble.Killed(Kill, Story.TimeOf(30), 0, 1))
            .Judge();
        (verdict.Failover.All.Count, verdict.Failover.Alone.Count, verdict.Failover.InTrouble.Count).ShouldBe((2, 0, 2));
    }

    [Fact]
    public void A_frozen_node_counts_where_another_one_has_taken_over()
    {
        var frozen = new Trouble.Frozen(Kill, Story.TimeOf(30), 0, 1);
        new Story().With(frozen).Judge().FailoverOfFrozen.All.Count.ShouldBe(0);
        Moved().With(frozen).Judge().FailoverOfFrozen.All.Count.ShouldBe(2);
        var outage = new Trouble.Database(Kill + TimeSpan.FromSeconds(4), Kill + TimeSpan.FromSeconds(34));
        var waited = Moved().With(frozen).With(outage).Judge();
        waited.FailoverOfFrozen.All.Count.ShouldBe(0, "its rooms waited for the database");
    }

    [Theory]
    [InlineData(-1_100, 2, 0)]
    [InlineData(-900, 0, 2)]
    [InlineData(2_900, 0, 2)]
    [InlineData(3_100, 2, 0)]
    public void A_freeze_beside_which_another_node_is_killed_is_told_apart(int afterMs, int alone, int inTrouble)
    {
        var killedAt = Kill + TimeSpan.FromMilliseconds(afterMs);
        var verdict = Moved()
            .With(new Trouble.Frozen(Kill, Story.TimeOf(30), 0, 1))
            .With(new Trouble.Killed(killedAt, killedAt + TimeSpan.FromMilliseconds(1), 2, 3))
            .Judge();
        (verdict.FailoverOfFrozen.Alone.Count, verdict.FailoverOfFrozen.InTrouble.Count).ShouldBe((alone, inTrouble));
    }

    [Fact]
    public void A_connection_that_ends_for_no_reason_is_a_dropped_socket()
    {
        var story = new Story();
        story.Lines[1].Write(new LineEntry.Down(Story.TimeOf(10)));
        var verdict = story.Judge();
        (verdict.IsClean, verdict.DroppedSockets.Count).ShouldBe((false, 1));
    }

    [Fact]
    public void A_connection_to_a_node_that_was_killed_is_not_dropped_but_one_to_another_is()
    {
        var story = new Story().With(new Trouble.Killed(Story.TimeOf(9), Story.TimeOf(20), 1, 2));
        story.Lines[1].Write(new LineEntry.Down(Story.TimeOf(10)));
        story.Judge().DroppedSockets.ShouldBeEmpty();
        story.Lines[2].Write(new LineEntry.Down(Story.TimeOf(10)));
        story.Judge().DroppedSockets.Count.ShouldBe(1);
    }

    [Fact]
    public void A_connection_that_ends_before_its_node_is_killed_is_dropped()
    {
        var story = new Story().With(new Trouble.Killed(Story.TimeOf(11), Story.TimeOf(20), 1, 2));
        story.Lines[1].Write(new LineEntry.Down(Story.TimeOf(10)));
        story.Judge().DroppedSockets.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(16, 0)]
    public void A_gateway_may_freeze_without_losing_its_sockets_unless_for_longer_than_heartbeats_may_be_missing(int seconds, int dropped)
    {
        var until = Story.TimeOf(5) + TimeSpan.FromSeconds(seconds);
        var story = new Story().With(new Trouble.Frozen(Story.TimeOf(5), until, 1, 2));
        story.Lines[1].Write(new LineEntry.Down(until));
        story.Judge().DroppedSockets.Count.ShouldBe(dropped);
    }

    [Fact]
    public void The_longest_gap_is_the_longest_wait_for_an_answer()
    {
        var story = new Story().Change(0, entry => entry is RoomEntry.Acknowledged { Number: 4 } told
            ? [told with { At = told.At + TimeSpan.FromSeconds(1) }]
            : [entry]);
        story.Judge().Gaps.Connected.ShouldBe(TimeSpan.FromMilliseconds(1_050));
    }

    /// <summary>The room has gone on in another activation since the kill.</summary>
    private static Story Moved() => new Story().ChangeAll(entry => entry switch
    {
        RoomEntry.Seen { Count: > 20 } seen => [seen with { Life = 2 }],
        RoomEntry.Acknowledged { Count: > 20 } told => [told with { Life = 2 }],
        _ => [entry],
    });
}
