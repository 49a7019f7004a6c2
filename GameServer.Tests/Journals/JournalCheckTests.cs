using GameServer.Bench.Journals;

namespace GameServer.Tests.Journals;

/// <summary>The check finds each kind of fault in journals made by hand, and none in good ones.</summary>
public sealed class JournalCheckTests
{
    private static readonly LedgerLine[] Good = [new(1, 1), new(2, 1), new(1, 2), new(2, 2), new(1, 3)];

    [Fact]
    public void A_good_history_has_no_fault_and_its_counts_are_told()
    {
        var verdict = JournalCheck.Of([Member(1), Member(2), Member(1, room: "other"), Member(2, room: "other")]);

        verdict.Faults.ShouldBeEmpty();
        (verdict.Acknowledged, verdict.Seen, verdict.Rooms, verdict.Members).ShouldBe((10, 20, 2, 4));
    }

    [Fact]
    public void An_acknowledged_command_that_nobody_saw_is_lost()
    {
        LedgerLine[] without = [.. Good[..^1]];
        Faults(Member(1, without), Member(2, without)).ShouldBe([FaultKind.Lost]);
    }

    [Fact]
    public void An_acknowledged_command_that_one_member_did_not_see_is_lost() =>
        Faults(Member(1), Member(2, [.. Good[..^1]])).ShouldBe([FaultKind.Lost, FaultKind.Diverged], ignoreOrder: true);

    [Fact]
    public void A_command_that_was_applied_twice_is_seen()
    {
        LedgerLine[] again = [.. Good, Good[^1]];
        Faults(Member(1, again), Member(2, again)).ShouldBe([FaultKind.Twice]);
    }

    [Fact]
    public void An_event_that_one_member_got_twice_is_seen()
    {
        LedgerLine[] again = [Good[0], .. Good];
        Faults(Member(1), Member(2, again)).ShouldContain(FaultKind.Twice);
    }

    [Fact]
    public void Commands_of_one_writer_in_another_order_are_seen()
    {
        LedgerLine[] swapped = [Good[2], Good[1], Good[0], Good[3], Good[4]];
        Faults(Member(1, swapped), Member(2, swapped)).ShouldContain(FaultKind.Disordered);
    }

    [Fact]
    public void A_count_that_jumps_is_seen()
    {
        var member = Member(1, ended: false);
        var other = Member(2, ended: false);
        foreach (var journal in new[] { member, other })
        {
            journal.Write(new JournalEntry.Sent(4));
            journal.Write(new JournalEntry.Acknowledged(4, null));
            journal.Write(new JournalEntry.Seen(new LedgerLine(journal.Writer, 4), 9));
        }

        Faults(member, other).ShouldContain(FaultKind.Disordered);
    }

    [Fact]
    public void Members_that_saw_another_order_are_seen()
    {
        LedgerLine[] other = [Good[1], Good[0], Good[2], Good[3], Good[4]];
        Faults(Member(1), Member(2, other)).ShouldBe([FaultKind.Diverged]);
    }

    [Fact]
    public void A_state_that_is_not_what_the_events_lead_to_is_seen()
    {
        var member = Member(1, ended: false);
        member.Write(new JournalEntry.Ended(LedgerStanding.Of(Good) with { Hash = 1 }));
        Faults(member, Member(2)).ShouldBe([FaultKind.Diverged]);
    }

    [Fact]
    public void An_answer_that_says_another_place_than_the_event_is_seen()
    {
        var member = Member(1, acknowledged: [(1, 2UL), (2, 3UL), (3, 5UL)]);
        Faults(member, Member(2)).ShouldBe([FaultKind.Diverged]);
    }

    [Fact]
    public void A_second_acknowledgement_is_seen()
    {
        var member = Member(1, acknowledged: [(1, 1UL), (1, 1UL), (2, 3UL), (3, 5UL)]);
        Faults(member, Member(2)).ShouldBe([FaultKind.Twice]);
    }

    [Fact]
    public void Commands_that_nobody_sent_are_seen()
    {
        LedgerLine[] more = [.. Good, new(3, 1)];
        Faults(Member(1, more), Member(2, more)).ShouldBe([FaultKind.Invented]);
    }

    [Fact]
    public void A_command_without_an_answer_is_seen() =>
        Faults(Member(1, acknowledged: [(1, 1UL), (2, 3UL)]), Member(2)).ShouldBe([FaultKind.Unfinished]);

    [Fact]
    public void A_member_without_a_state_is_seen() => Faults(Member(1), Member(2, ended: false)).ShouldBe([FaultKind.Unfinished]);

    [Fact]
    public void What_a_client_was_told_and_must_not_be_is_seen()
    {
        var member = Member(1);
        member.Write(new JournalEntry.Wrong("events were lost"));
        Faults(member, Member(2)).ShouldBe([FaultKind.Wrong]);
    }

    private static IEnumerable<FaultKind> Faults(params Journal[] journals) => JournalCheck.Of(journals).Kinds;

    /// <summary>Sent and acknowledged is what is good; seen is what the test says.</summary>
    private static Journal Member(
        uint writer, LedgerLine[]? seen = null, bool ended = true, (ulong, ulong?)[]? acknowledged = null, string room = "room")
    {
        var journal = new Journal(room, writer);
        foreach (var (index, line) in Good.Index().Where(line => line.Item.Writer == writer))
        {
            journal.Write(new JournalEntry.Sent(line.Number));
            if (acknowledged is null)
            {
                // Where the order is not the good one, the answer leaves the place open: one fault at a time.
                ulong? place = seen is null || seen.ElementAtOrDefault(index) == line ? (ulong)index + 1 : null;
                journal.Write(new JournalEntry.Acknowledged(line.Number, place));
            }
        }

        foreach (var (number, count) in acknowledged ?? [])
        {
            journal.Write(new JournalEntry.Acknowledged(number, count));
        }

        foreach (var (index, line) in (seen ?? Good).Index())
        {
            journal.Write(new JournalEntry.Seen(line, (ulong)index + 1));
        }

        if (ended)
        {
            journal.Write(new JournalEntry.Ended(LedgerStanding.Of(seen ?? Good)));
        }

        return journal;
    }
}
