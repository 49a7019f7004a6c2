using GameServer.Bench.Journals;

namespace GameServer.Bench.Chaos.Oracle;

/// <summary>
/// A journal, sorted out: what its client sent and was told of its commands, and the room's history as far as it has an unbroken one, from
/// its base to the end.
/// </summary>
internal sealed class MemberReading
{
    private readonly FaultBook _book;
    private readonly List<ulong> _numbers = [];
    private readonly HashSet<ulong> _sent = [];
    private readonly HashSet<LedgerLine> _seen = [];
    private readonly Dictionary<uint, ulong> _last = [];
    private readonly HashSet<ulong> _answered = [];
    private readonly HashSet<ulong> _undone = [];
    private bool _isBroken = true;
    private bool _isFresh;

    internal MemberReading(RoomJournal journal, FaultBook book)
    {
        (Journal, _book) = (journal, book);
        foreach (var entry in journal.Entries)
        {
            Read(entry);
        }

        foreach (var number in _undone)
        {
            Acknowledged.Remove(number);
        }
    }

    internal RoomJournal Journal { get; }

    /// <summary>Commands that were acknowledged and not undone since: as which of the room, 0 where it is unknown.</summary>
    internal Dictionary<ulong, ulong> Acknowledged { get; } = [];

    /// <summary>Commands of which the client was told that it will not learn what became of them.</summary>
    internal HashSet<ulong> Unanswered { get; } = [];

    internal int AcknowledgedCount { get; private set; }

    internal int SeenCount { get; private set; }

    /// <summary>How many commands the room had applied before the unbroken history.</summary>
    internal ulong Base { get; private set; }

    /// <summary>Of all commands up to the base; null: unknown, since events are missing.</summary>
    internal ulong? BaseHash { get; private set; } = 0;

    /// <summary>The room's commands after the base, in order.</summary>
    internal List<LedgerLine> Stream { get; } = [];

    internal FinalState? Final { get; private set; }

    /// <summary>The client was told that the room, or its place in it, is gone.</summary>
    internal bool HasLeft { get; private set; }

    internal int Undone { get; private set; }

    internal IReadOnlyCollection<ulong> Sent => _sent;

    /// <summary>Sent, and without any answer.</summary>
    internal IEnumerable<ulong> Pending => _sent.Where(number => !_answered.Contains(number) && !Unanswered.Contains(number));

    /// <summary>How many commands the room may have applied or not.</summary>
    internal int Unsure => Unanswered.Count + Pending.Count();

    private bool MayLose => Journal.Kind == RoomKind.Periodic;

    private void Read(RoomEntry entry)
    {
        switch (entry)
        {
            case RoomEntry.Sent sent:
                _numbers.Add(sent.Number);
                _sent.Add(sent.Number);
                break;
            case RoomEntry.Acknowledged acknowledged:
                ReadAcknowledged(acknowledged);
                break;
            case RoomEntry.Unanswered unanswered:
                Unanswered.Add(unanswered.Number);
                break;
            case RoomEntry.Seen seen:
                ReadSeen(seen);
                break;
            case RoomEntry.Rewound rewound:
                ReadRewound(rewound);
                break;
            case RoomEntry.EventsLost:
                Unless(MayLose, FaultKind.Lost, "events are missing, said the room");
                _isBroken = true;
                break;
            case RoomEntry.Stands stands:
                ReadStands(stands);
                break;
            case RoomEntry.Left left:
                HasLeft = true;
                Unless(left.IsLost && Journal.Kind == RoomKind.Volatile, FaultKind.Wrong, $"the place was lost: {left.Why}");
                break;
            case RoomEntry.Wrong wrong:
                Unless(false, FaultKind.Wrong, wrong.What);
                break;
            case RoomEntry.Ended ended:
                Final = ended.State;
                break;
        }
    }

    private void ReadAcknowledged(RoomEntry.Acknowledged acknowledged)
    {
        AcknowledgedCount++;
        _answered.Add(acknowledged.Number);
        Unless(_sent.Contains(acknowledged.Number), FaultKind.Invented, $"command {acknowledged.Number} was acknowledged and never sent");
        if (!Acknowledged.TryAdd(acknowledged.Number, acknowledged.Count))
        {
            Unless(false, FaultKind.Twice, $"command {acknowledged.Number} was acknowledged twice");
        }
    }

    private void ReadSeen(RoomEntry.Seen seen)
    {
        SeenCount++;
        var due = Base + (ulong)Stream.Count + 1;
        if (_isFresh && seen.Count <= Base)
        {
            // The state that a client begins with has in it what events of the same update tell of.
            return;
        }

        _isFresh = false;
        if (seen.Count > due || _isBroken)
        {
            Unless(_isBroken && MayLose, FaultKind.Lost, $"{seen.Line} was seen as {seen.Count} where {due} was due");
            BeginAt(seen.Count - 1, null);
        }
        else if (seen.Count < due)
        {
            var kind = _seen.Contains(seen.Line) ? FaultKind.Twice : FaultKind.Disordered;
            Unless(false, kind, $"{seen.Line} was seen as {seen.Count} where {due} was due");
            return;
        }

        if (!_seen.Add(seen.Line))
        {
            Unless(false, FaultKind.Twice, $"{seen.Line} was seen again as {seen.Count}");
        }
        else if (seen.Line.Number <= _last.GetValueOrDefault(seen.Line.Writer))
        {
            Unless(false, FaultKind.Disordered, $"{seen.Line} was seen after {seen.Line.Writer}/{_last[seen.Line.Writer]}");
        }

        _last[seen.Line.Writer] = seen.Line.Number;
        Stream.Add(seen.Line);
    }

    // The commands undone are the client's own after the last one that is known: an answer may be written down after the notice.
    private void ReadRewound(RoomEntry.Rewound rewound)
    {
        Unless(MayLose, FaultKind.Lost, "the room came back older");
        _isBroken = true;
        Undone += rewound.Undone;
        var first = (int)Math.Min(rewound.LastApplied, (ulong)_numbers.Count);
        var count = Math.Min(rewound.Undone, _numbers.Count - first);
        _undone.UnionWith(_numbers.GetRange(first, count));
        _numbers.RemoveRange(first, count);
    }

    private void ReadStands(RoomEntry.Stands stands)
    {
        BeginAt(stands.Count, stands.Hash);
        _isFresh = true;
    }

    private void BeginAt(ulong count, ulong? hash)
    {
        (Base, BaseHash, _isBroken) = (count, hash, false);
        Stream.Clear();
        _seen.Clear();
        _last.Clear();
    }

    private void Unless(bool isRight, FaultKind kind, string what)
    {
        if (!isRight)
        {
            _book.Add(kind, Journal, what);
        }
    }
}
