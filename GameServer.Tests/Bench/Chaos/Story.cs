using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Journals;

namespace GameServer.Tests.Bench.Chaos;

/// <summary>
/// A run of four clients in one room, made by hand and good: commands are applied one every 100 ms, writer after writer, and everybody
/// hears of them. Tests spoil one thing.
/// </summary>
internal sealed class Story
{
    internal const int Commands = 40;

    private readonly RoomKind _kind;
    private readonly List<Trouble> _troubles = [];

    internal Story(RoomKind kind = RoomKind.Committed)
    {
        _kind = kind;
        for (var client = 0; client < Members; client++)
        {
            Journals.Add(new List<RoomEntry> { new RoomEntry.Stands(TimeSpan.Zero, 0, 0) });
            Lines.Add(new LineJournal(client));
            Lines[client].Write(new LineEntry.Up(TimeSpan.Zero, client % 3));
        }

        for (ulong count = 1; count <= Commands; count++)
        {
            Apply(count, LineAt(count), 1);
        }
    }

    internal static int Members => 4;

    /// <summary>The entries of each client; by client.</summary>
    internal List<List<RoomEntry>> Journals { get; } = [];

    internal List<LineJournal> Lines { get; } = [];

    internal static TimeSpan TimeOf(ulong count) => TimeSpan.FromMilliseconds(100 * count);

    internal static LedgerLine LineAt(ulong count) => new((uint)((count - 1) % (ulong)Members) + 1, ((count - 1) / (ulong)Members) + 1);

    /// <summary>The state that so many commands lead to.</summary>
    internal static FinalState StateAt(ulong count) => StateOf(Enumerable.Range(1, (int)count).Select(each => LineAt((ulong)each)));

    internal static FinalState StateOf(IEnumerable<LedgerLine> lines)
    {
        var all = lines.ToList();
        var hash = all.Aggregate(0UL, LedgerStanding.HashAfter);
        var tallies = all.GroupBy(line => line.Writer)
            .ToDictionary(writer => writer.Key, writer => new Tally(writer.Max(line => line.Number), (ulong)writer.Count()));
        return new FinalState((ulong)all.Count, hash, tallies, hash);
    }

    /// <summary>Takes entries of one client out, or puts others in their place.</summary>
    internal Story Change(int client, Func<RoomEntry, IEnumerable<RoomEntry>> change)
    {
        Journals[client] = [.. Journals[client].SelectMany(change)];
        return this;
    }

    internal Story ChangeAll(Func<RoomEntry, IEnumerable<RoomEntry>> change)
    {
        for (var client = 0; client < Members; client++)
        {
            Change(client, change);
        }

        return this;
    }

    internal Story With(Trouble trouble)
    {
        _troubles.Add(trouble);
        return this;
    }

    /// <summary>All clients end with this state; null: with the good one.</summary>
    internal ChaosVerdict Judge(FinalState? end = null)
    {
        var journals = Journals.Select((entries, client) => Written(client, entries, end ?? StateAt(Commands))).ToList();
        return ChaosOracle.Judge(new ChaosEvidence(journals, Lines, _troubles, TimeSpan.FromSeconds(15)));
    }

    /// <summary>A command is sent, seen by all and answered.</summary>
    internal void Apply(ulong count, LedgerLine line, uint life)
    {
        var own = (int)line.Writer - 1;
        Journals[own].Add(new RoomEntry.Sent(TimeOf(count) - TimeSpan.FromMilliseconds(50), line.Number));
        Journals.ForEach(journal => journal.Add(new RoomEntry.Seen(TimeOf(count), line, count, life)));
        Journals[own].Add(new RoomEntry.Acknowledged(TimeOf(count), line.Number, count, life));
    }

    private RoomJournal Written(int client, List<RoomEntry> entries, FinalState end)
    {
        var journal = new RoomJournal(_kind, "key", "room", client, (uint)client + 1);
        entries.ForEach(journal.Write);
        if (!entries.Any(entry => entry is RoomEntry.Left or RoomEntry.Ended))
        {
            journal.Write(new RoomEntry.Ended(TimeOf(Commands) + TimeSpan.FromSeconds(1), end));
        }

        return journal;
    }
}
