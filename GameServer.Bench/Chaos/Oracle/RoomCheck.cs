using GameServer.Bench.Journals;

namespace GameServer.Bench.Chaos.Oracle;

/// <summary>What the members of one room were told, each beside the others and beside the state that the room came to.</summary>
/// <param name="members">All journals of the room.</param>
/// <param name="sentUnderKey">The highest number that a writer has sent to any room of the same key.</param>
/// <param name="book">Gets what is wrong.</param>
internal sealed class RoomCheck(IReadOnlyList<MemberReading> members, IReadOnlyDictionary<uint, ulong> sentUnderKey, FaultBook book)
{
    private readonly List<MemberReading> _stayed = [.. members.Where(member => !member.HasLeft)];

    internal void Run()
    {
        var reference = _stayed.FirstOrDefault(member => member.Final is not null);
        foreach (var member in members)
        {
            CheckInvented(member);
        }

        foreach (var member in _stayed)
        {
            CheckEnd(member, reference);
            CheckAnswered(member);
            foreach (var writer in _stayed)
            {
                CheckAcknowledged(member, writer);
            }
        }

        if (reference?.Final is { } final)
        {
            CheckTallies(final);
        }
    }

    private void CheckInvented(MemberReading member)
    {
        foreach (var line in member.Stream)
        {
            if (line.Number > sentUnderKey.GetValueOrDefault(line.Writer))
            {
                book.Add(FaultKind.Invented, member.Journal, $"{line} was seen and never sent");
            }
        }
    }

    private void CheckAnswered(MemberReading member)
    {
        var open = member.Pending.ToList();
        if (open.Count > 0)
        {
            book.Add(
                FaultKind.Unfinished, member.Journal, $"{open.Count} commands were never answered, the first of them {open.Min()}");
        }

        foreach (var number in member.Unanswered)
        {
            book.Add(FaultKind.Unfinished, member.Journal, $"nobody says what became of command {number}");
        }
    }

    /// <summary>The state at the end: what the events lead to, and what the others have.</summary>
    private void CheckEnd(MemberReading member, MemberReading? reference)
    {
        if (member.Final is not { } final)
        {
            var came = member.Journal.Entries[0].At.TotalSeconds;
            book.Add(FaultKind.Unfinished, member.Journal, FormattableString.Invariant($"no state at the end; it came in at {came:0.0} s"));
            return;
        }

        if (reference?.Final is { } other && (final.Count, final.Hash, final.Digest) != (other.Count, other.Hash, other.Digest))
        {
            book.Add(FaultKind.Diverged, member.Journal, $"the state is ({final}); client {reference.Journal.Client} has ({other})");
        }

        var count = member.Base + (ulong)member.Stream.Count;
        if (member.Journal.Writer != 0 && final.Count != count)
        {
            book.Add(FaultKind.Diverged, member.Journal, $"the state is ({final}); the events lead to {count} commands");
        }
        else if (member.Journal.Writer != 0 && member.BaseHash is { } hash)
        {
            var due = member.Stream.Aggregate(hash, LedgerStanding.HashAfter);
            if (final.Hash != due)
            {
                book.Add(FaultKind.Diverged, member.Journal, $"the state is ({final}); the events lead to {due:x16}");
            }
        }
    }

    /// <summary>Whether a member saw what a writer was told is applied, and in the place that it was told.</summary>
    private void CheckAcknowledged(MemberReading member, MemberReading writer)
    {
        if (member.Journal.Writer == 0)
        {
            return;
        }

        foreach (var (number, count) in writer.Acknowledged)
        {
            var line = new LedgerLine(writer.Journal.Writer, number);
            if (count <= member.Base)
            {
                continue;
            }

            var index = count - member.Base - 1;
            if (index >= (ulong)member.Stream.Count)
            {
                book.Add(FaultKind.Lost, member.Journal, $"{line} was acknowledged as {count} and not seen");
            }
            else if (member.Stream[(int)index] is var there && there != line)
            {
                var kind = member.Stream.Contains(line) ? FaultKind.Diverged : FaultKind.Lost;
                book.Add(kind, member.Journal, $"{line} was acknowledged as {count}, and {there} was seen there");
            }
        }
    }

    /// <summary>Whether the room has each writer's commands, as many as were acknowledged and not one more.</summary>
    private void CheckTallies(FinalState final)
    {
        foreach (var own in members.Where(member => member.Journal.Writer != 0).GroupBy(member => member.Journal.Writer))
        {
            // Who was told that its place is lost was told that all of it may be.
            var sure = own.Where(member => !member.HasLeft).ToList();
            var mayBe = own.Where(member => member.HasLeft).Sum(member => member.Sent.Count) + sure.Sum(member => member.Unsure);
            var acknowledged = sure.Sum(member => member.Acknowledged.Count);
            var tally = final.Tallies.GetValueOrDefault(own.Key);
            var journal = own.First().Journal;
            if (tally.Count < (ulong)acknowledged)
            {
                book.Add(FaultKind.Lost, journal, $"{acknowledged} commands are acknowledged, and the room has {tally.Count} of them");
            }
            else if (tally.Count > (ulong)(acknowledged + mayBe))
            {
                book.Add(FaultKind.Twice, journal, $"{acknowledged} commands are acknowledged, and the room has applied {tally.Count}");
            }

            var last = sure.SelectMany(member => member.Acknowledged.Keys).DefaultIfEmpty().Max();
            if (tally.Last < last)
            {
                book.Add(FaultKind.Lost, journal, $"command {last} is acknowledged, and {tally.Last} is the last that the room has");
            }
        }
    }
}
