namespace GameServer.Bench.Journals;

/// <summary>One thing that a client did or was told, as it wrote it down. A closed set.</summary>
internal abstract record JournalEntry
{
    private JournalEntry()
    {
    }

    /// <summary>The client sent its command of this number; its numbers go 1, 2, 3.</summary>
    internal sealed record Sent(ulong Number) : JournalEntry;

    /// <summary>The client was told that its command is applied.</summary>
    /// <param name="Number">The command.</param>
    /// <param name="Count">As which command of the room, from 1; null: the answer did not say.</param>
    internal sealed record Acknowledged(ulong Number, ulong? Count) : JournalEntry;

    /// <summary>The client was told of a command of any writer, as the room's so many-th.</summary>
    internal sealed record Seen(LedgerLine Line, ulong Count) : JournalEntry;

    /// <summary>The client was told something that must not happen: events gone, a room that came back older, a lost place.</summary>
    internal sealed record Wrong(string What) : JournalEntry;

    /// <summary>The room's state as the client had it when all was over.</summary>
    internal sealed record Ended(LedgerStanding State) : JournalEntry;
}

/// <summary>One command of one writer.</summary>
internal readonly record struct LedgerLine(uint Writer, ulong Number)
{
    public override string ToString() => $"{Writer}/{Number}";
}

/// <summary>A room's state: how many commands, a hash of all in order, and each writer's last.</summary>
internal sealed record LedgerStanding(ulong Count, ulong Hash, IReadOnlyDictionary<uint, ulong> Last)
{
    internal static readonly LedgerStanding Empty = new(0, 0, new Dictionary<uint, ulong>());

    /// <summary>What a stream of commands leads to.</summary>
    internal static LedgerStanding Of(IEnumerable<LedgerLine> lines)
    {
        var (count, hash, last) = (0UL, 0UL, new Dictionary<uint, ulong>());
        foreach (var line in lines)
        {
            count++;
            hash = HashAfter(hash, line);
            last[line.Writer] = line.Number;
        }

        return new LedgerStanding(count, hash, last);
    }

    internal static ulong HashAfter(ulong hash, LedgerLine line) =>
        unchecked((((hash ^ line.Writer) * 1_099_511_628_211) ^ line.Number) * 1_099_511_628_211);

    public bool Equals(LedgerStanding? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => HashCode.Combine(Count, Hash);

    public override string ToString() =>
        $"{Count} commands, {Hash:x16}, {string.Join(' ', Last.OrderBy(each => each.Key).Select(each => $"{each.Key}/{each.Value}"))}";
}
