using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Journals;

namespace GameServer.Tests.Bench.Chaos;

/// <summary>The oracle of the chaos tool finds each kind of fault in journals made by hand, and none in good ones.</summary>
public sealed class ChaosOracleTests
{
    [Theory]
    [InlineData(RoomKind.Committed)]
    [InlineData(RoomKind.Periodic)]
    [InlineData(RoomKind.Volatile)]
    internal void A_good_run_is_clean(RoomKind kind)
    {
        var verdict = new Story(kind).Judge();
        verdict.IsClean.ShouldBeTrue(verdict.ToString());
        (verdict.Acknowledged, verdict.Seen, verdict.Rooms).ShouldBe((Story.Commands, Story.Commands * Story.Members, 1));
    }

    [Fact]
    public void A_command_that_was_acknowledged_and_that_the_room_has_not_got_is_lost()
    {
        var lines = Enumerable.Range(1, Story.Commands - 1).Select(count => Story.LineAt((ulong)count));
        var story = new Story().ChangeAll(entry => entry is RoomEntry.Seen { Count: Story.Commands } ? [] : [entry]);
        Kinds(story.Judge(Story.StateOf(lines))).ShouldBe([FaultKind.Lost]);
    }

    [Fact]
    public void An_event_that_one_member_did_not_get_is_lost() =>
        Kinds(new Story().Change(1, entry => entry is RoomEntry.Seen { Count: 20 } ? [] : [entry]).Judge()).ShouldContain(FaultKind.Lost);

    [Fact]
    public void An_event_that_one_member_got_twice_is_found() =>
        Kinds(new Story().Change(1, entry => entry is RoomEntry.Seen { Count: 20 } ? [entry, entry] : [entry]).Judge())
            .ShouldBe([FaultKind.Twice]);

    [Fact]
    public void A_command_that_was_applied_twice_is_found()
    {
        var story = new Story();
        var (again, count) = (Story.LineAt(Story.Commands), Story.Commands + 1UL);
        story.Journals.ForEach(journal => journal.Add(new RoomEntry.Seen(Story.TimeOf(count), again, count, 1)));
        var lines = Enumerable.Range(1, Story.Commands).Select(each => Story.LineAt((ulong)each)).Append(again);
        Kinds(story.Judge(Story.StateOf(lines))).ShouldBe([FaultKind.Twice]);
    }

    [Fact]
    public void Events_in_another_order_are_found() =>
        Kinds(new Story().Change(2, entry => entry switch
        {
            RoomEntry.Seen { Count: 20 } seen => [seen with { Line = Story.LineAt(24) }],
            RoomEntry.Seen { Count: 24 } seen => [seen with { Line = Story.LineAt(20) }],
            _ => [entry],
        }).Judge()).ShouldContain(FaultKind.Disordered);

    [Fact]
    public void A_member_whose_state_is_another_one_is_found()
    {
        var story = new Story();
        story.Journals[3].Add(new RoomEntry.Ended(Story.TimeOf(99), Story.StateAt(Story.Commands) with { Digest = 1 }));
        Kinds(story.Judge()).ShouldBe([FaultKind.Diverged]);
    }

    [Fact]
    public void A_state_that_is_not_what_the_events_lead_to_is_found() =>
        Kinds(new Story().Judge(Story.StateAt(Story.Commands) with { Hash = 1 })).ShouldBe([FaultKind.Diverged]);

    [Fact]
    public void A_command_that_was_never_answered_is_found() =>
        Kinds(new Story().Change(0, entry => entry is RoomEntry.Acknowledged { Number: 3 } ? [] : [entry]).Judge())
            .ShouldBe([FaultKind.Unfinished]);

    [Fact]
    public void A_command_that_nobody_sent_is_found() =>
        Kinds(new Story().ChangeAll(entry => entry is RoomEntry.Seen { Count: Story.Commands } seen
            ? [seen with { Line = new LedgerLine(9, 1) }]
            : [entry]).Judge()).ShouldContain(FaultKind.Invented);

    [Fact]
    public void A_committed_room_that_came_back_older_has_lost_something_whatever_it_says()
    {
        var story = new Story();
        story.Journals[0].Add(new RoomEntry.Rewound(Story.TimeOf(99), 9, 1));
        story.Journals[0].Add(new RoomEntry.Stands(Story.TimeOf(99), Story.Commands, Story.StateAt(Story.Commands).Hash));
        Kinds(story.Judge()).ShouldContain(FaultKind.Lost);
    }

    [Fact]
    public void What_a_periodic_room_lost_is_forgiven_when_everybody_was_told()
    {
        var verdict = Rewind(new Story(RoomKind.Periodic), isTold: true).Judge(Story.StateAt(36));
        verdict.IsClean.ShouldBeTrue(verdict.ToString());
        verdict.ToldUndone.ShouldBe(4);
    }

    [Fact]
    public void What_a_periodic_room_lost_is_not_forgiven_when_nobody_was_told() =>
        Kinds(Rewind(new Story(RoomKind.Periodic), isTold: false).Judge(Story.StateAt(36))).ShouldContain(FaultKind.Lost);

    [Fact]
    public void A_periodic_room_that_undoes_more_than_it_says_is_found() =>
        Kinds(Rewind(new Story(RoomKind.Periodic), isTold: true).Judge(Story.StateAt(35))).ShouldContain(FaultKind.Lost);

    [Fact]
    public void A_volatile_room_may_be_lost_when_everybody_is_told()
    {
        var story = new Story(RoomKind.Volatile);
        story.Journals.ForEach(journal => journal.Add(new RoomEntry.Left(Story.TimeOf(99), true, "its node is gone")));
        var verdict = story.Judge();
        verdict.IsClean.ShouldBeTrue(verdict.ToString());
        verdict.ToldLost.ShouldBe(Story.Members);
    }

    [Fact]
    public void A_volatile_room_that_forgets_without_a_word_is_found() =>
        Kinds(new Story(RoomKind.Volatile).Judge(Story.StateAt(36))).ShouldContain(FaultKind.Lost);

    [Fact]
    public void A_place_that_was_lost_in_a_committed_room_is_found()
    {
        var story = new Story();
        story.Journals[0].Add(new RoomEntry.Left(Story.TimeOf(99), true, "it is gone"));
        Kinds(story.Judge()).ShouldBe([FaultKind.Wrong]);
    }

    [Fact]
    public void A_node_that_fell_by_itself_is_not_clean()
    {
        var verdict = new Story().With(new Trouble.Fell(Story.TimeOf(5), 1, "it ended with 134")).Judge();
        (verdict.IsClean, verdict.FallenNodes.Count).ShouldBe((false, 1));
    }

    /// <summary>The last four commands, one of each writer, are undone.</summary>
    private static Story Rewind(Story story, bool isTold)
    {
        foreach (var journal in story.Journals)
        {
            if (isTold)
            {
                journal.Add(new RoomEntry.Rewound(Story.TimeOf(99), 9, 1));
            }

            journal.Add(new RoomEntry.Stands(Story.TimeOf(99), 36, Story.StateAt(36).Hash));
        }

        return story;
    }

    private static IEnumerable<FaultKind> Kinds(ChaosVerdict verdict) => verdict.Faults.Select(fault => fault.Kind).Distinct();
}
