using System.Runtime.CompilerServices;

namespace GameServer.Bench.Journals;

/// <summary>
/// Exactly once, in order, for everybody: found or not found in what clients wrote down, and in nothing else. It knows neither servers nor
/// SDKs.
/// </summary>
internal sealed class JournalCheck
{
    private const int FaultsOfAKindMax = 3;

    private readonly List<JournalFault> _faults = [];

    private JournalCheck()
    {
    }

    internal static JournalVerdict Of(IReadOnlyCollection<Journal> journals)
    {
        var check = new JournalCheck();
        var rooms = journals
            .GroupBy(journal => journal.Room, (_, members) => members.Select(member => new Reading(member)).ToList())
            .ToList();
        foreach (var members in rooms)
        {
            check.CheckRoom(members);
        }

        var read = rooms.SelectMany(members => members).ToList();
        return new JournalVerdict(
            check._faults, read.Sum(member => member.Acknowledged.Count), read.Sum(member => member.Stream.Count), rooms.Count, read.Count);
    }

    private void CheckRoom(List<Reading> members)
    {
        var sent = members.SelectMany(member => member.Sent.Select(number => new LedgerLine(member.Writer, number))).ToHashSet();
        var longest = members.MaxBy(member => member.Stream.Count)!;
        foreach (var member in members)
        {
            CheckAnswers(member);
            CheckStream(member, sent);
            CheckAgreement(member, longest);
            foreach (var writer in members)
            {
                CheckAcknowledged(member, writer);
            }
        }
    }

    /// <summary>What a member was told of its own commands.</summary>
    private void CheckAnswers(Reading member)
    {
        var sent = member.Sent.ToHashSet();
        var answered = new HashSet<ulong>();
        var faults = new FaultsOf(this, member);
        foreach (var (number, _) in member.Acknowledged)
        {
            faults.Unless(answered.Add(number), FaultKind.Twice, $"command {number} was acknowledged twice");
            faults.Unless(sent.Contains(number), FaultKind.Invented, $"command {number} was acknowledged and never sent");
        }

        foreach (var number in member.Sent)
        {
            faults.Unless(answered.Contains(number), FaultKind.Unfinished, $"command {number} was never acknowledged");
        }

        foreach (var what in member.Wrong)
        {
            faults.Unless(false, FaultKind.Wrong, $"{what}");
        }
    }

    /// <summary>What a member saw, by itself.</summary>
    private void CheckStream(Reading member, HashSet<LedgerLine> sent)
    {
        var seen = new HashSet<LedgerLine>();
        var last = new Dictionary<uint, ulong>();
        var faults = new FaultsOf(this, member);
        ulong count = 0;
        foreach (var (line, said) in member.Stream)
        {
            count++;
            faults.Unless(sent.Contains(line), FaultKind.Invented, $"{line} was seen and never sent");
            if (!seen.Add(line))
            {
                faults.Unless(false, FaultKind.Twice, $"{line} was seen again as {said}");
                continue;
            }

            var before = last.GetValueOrDefault(line.Writer);
            faults.Unless(line.Number == before + 1, FaultKind.Disordered, $"{line} was seen after {line.Writer}/{before}");
            faults.Unless(said == count, FaultKind.Disordered, $"{line} was seen as {said} where {count} was due");
            last[line.Writer] = line.Number;
        }
    }

    /// <summary>What a member saw, beside what another one saw.</summary>
    private void CheckAgreement(Reading member, Reading longest)
    {
        var faults = new FaultsOf(this, member);
        var length = member.Stream.Count;
        faults.Unless(
            length == longest.Stream.Count,
            FaultKind.Diverged, $"{length} events were seen, and {longest.Stream.Count} by writer {longest.Writer}");
        for (var index = 0; index < length; index++)
        {
            var (mine, other) = (member.Stream[index].Line, longest.Stream[index].Line);
            faults.Unless(mine == other, FaultKind.Diverged, $"{mine} was seen where writer {longest.Writer} saw {other}");
        }

        if (member.State is not { } state)
        {
            faults.Unless(false, FaultKind.Unfinished, $"no state at the end");
            return;
        }

        var due = LedgerStanding.Of(member.Stream.Select(seen => seen.Line));
        faults.Unless(state == due, FaultKind.Diverged, $"the state is ({state}); the events lead to ({due})");
        faults.Unless(
            state == longest.State, FaultKind.Diverged, $"the state is ({state}); writer {longest.Writer} has ({longest.State})");
    }

    /// <summary>Whether a member saw all that a writer was told is applied, and as what it was told.</summary>
    private void CheckAcknowledged(Reading member, Reading writer)
    {
        var faults = new FaultsOf(this, member);
        foreach (var (number, count) in writer.Acknowledged)
        {
            var line = new LedgerLine(writer.Writer, number);
            if (!member.Places.TryGetValue(line, out var place))
            {
                faults.Unless(false, FaultKind.Lost, $"{line} was acknowledged and not seen");
            }
            else
            {
                faults.Unless(
                    count is null || count == place, FaultKind.Diverged, $"{line} was acknowledged as {count} and seen as {place}");
            }
        }
    }

    /// <summary>A journal, sorted out.</summary>
    private sealed class Reading
    {
        internal Reading(Journal journal)
        {
            (Name, Writer) = (journal.ToString(), journal.Writer);
            foreach (var entry in journal.Entries)
            {
                switch (entry)
                {
                    case JournalEntry.Sent sent:
                        Sent.Add(sent.Number);
                        break;
                    case JournalEntry.Acknowledged acknowledged:
                        Acknowledged.Add((acknowledged.Number, acknowledged.Count));
                        break;
                    case JournalEntry.Seen seen:
                        Stream.Add((seen.Line, seen.Count));
                        Places.TryAdd(seen.Line, seen.Count);
                        break;
                    case JournalEntry.Wrong wrong:
                        Wrong.Add(wrong.What);
                        break;
                    case JournalEntry.Ended ended:
                        State = ended.State;
                        break;
                }
            }
        }

        internal string Name { get; }

        internal uint Writer { get; }

        internal List<ulong> Sent { get; } = [];

        internal List<(ulong Number, ulong? Count)> Acknowledged { get; } = [];

        internal List<(LedgerLine Line, ulong Count)> Stream { get; } = [];

        internal Dictionary<LedgerLine, ulong> Places { get; } = [];

        internal List<string> Wrong { get; } = [];

        internal LedgerStanding? State { get; }
    }

    /// <summary>Takes down the first few faults of each kind; the rest of a history is of no use after them.</summary>
    private sealed class FaultsOf(JournalCheck check, Reading member)
    {
        private readonly int[] _counts = new int[Enum.GetValues<FaultKind>().Length];

        internal void Unless(bool isRight, FaultKind kind, [InterpolatedStringHandlerArgument(nameof(isRight))] ref FaultText what)
        {
            if (!isRight && _counts[(int)kind]++ < FaultsOfAKindMax)
            {
                check._faults.Add(new JournalFault(kind, $"{member.Name}: {what.Text}"));
            }
        }
    }
}
