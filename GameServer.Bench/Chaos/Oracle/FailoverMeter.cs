namespace GameServer.Bench.Chaos.Oracle;

/// <summary>
/// From a kill to the first answer to a command that was sent after it: of every client that was connected to another gateway, and each
/// committed room of its that ran on the node. docs/CHAOS.md says why so.
/// </summary>
internal sealed class FailoverMeter
{
    /// <summary>A kill so soon after something else, or before it, has more to do than to get over itself.</summary>
    internal static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(1);

    /// <summary>For so long the rooms of a frozen node may need the database: the lease of 3 s, and what follows.</summary>
    internal static readonly TimeSpan FreezeTime = TimeSpan.FromSeconds(5);

    /// <summary>For so long nobody may take them.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private readonly ChaosEvidence _evidence;
    private readonly Dictionary<string, RoomHosting> _hostings;
    private readonly Dictionary<int, List<Line>> _lines;
    private readonly List<(RoomJournal Journal, List<(TimeSpan Sent, RoomEntry.Acknowledged Answer)> Answers)> _players;

    internal FailoverMeter(ChaosEvidence evidence)
    {
        _evidence = evidence;
        var committed = evidence.Rooms.Where(journal => journal is { Kind: RoomKind.Committed, Writer: not 0 }).ToList();
        _hostings = committed.GroupBy(journal => journal.Room).ToDictionary(room => room.Key, room => new RoomHosting(room));
        _lines = evidence.Lines.ToDictionary(journal => journal.Client, journal => journal.Lines());
        _players = [.. committed.Select(journal => (journal, Answers(journal)))];
    }

    internal FailoverWaits AfterKills() => FailoverWaits.Of(
        _evidence.Troubles.OfType<Trouble.Killed>().Select(kill => (IsInTrouble(kill), Samples(kill))));

    internal FailoverWaits AfterFreezes() => FailoverWaits.Of(Freezes().Select(freeze => (IsInTrouble(freeze), Samples(freeze))));

    /// <summary>The same for each kill and each freeze, in the order in which they were.</summary>
    internal IReadOnlyList<LossWaits> OfEachLoss() =>
    [
        .. _evidence.Troubles.OfType<Trouble.Killed>()
            .Select(kill => new LossWaits(kill.At, $"kill of node {kill.Node}", IsInTrouble(kill), new(Samples(kill))))
            .Concat(Freezes().Select(
                freeze => new LossWaits(freeze.At, $"freeze of node {freeze.Node}", IsInTrouble(freeze), new(Samples(freeze)))))
            .OrderBy(loss => loss.At),
    ];

    private IEnumerable<Trouble.Frozen> Freezes() =>
        _evidence.Troubles.OfType<Trouble.Frozen>().Where(freeze => !IsWithoutDatabase(freeze));

    private IEnumerable<TimeSpan> Samples(Trouble.Killed kill) => Samples(kill.At, kill.Node, kill.Life, mustMove: false);

    private IEnumerable<TimeSpan> Samples(Trouble.Frozen freeze) => Samples(freeze.At, freeze.Node, freeze.Life, mustMove: true);

    private IEnumerable<TimeSpan> Samples(TimeSpan at, int node, uint life, bool mustMove)
    {
        foreach (var (journal, answers) in _players)
        {
            var line = _lines.GetValueOrDefault(journal.Client)?.FirstOrDefault(line => line.IsOpenAt(at));
            if (line is null || line.Gateway == node || IsAway(line.Gateway, at) || _hostings[journal.Room].LifeAt(at) != life)
            {
                continue;
            }

            var first = answers.Where(each => each.Sent > at).MinBy(each => each.Answer.At);
            if (first.Answer is { } answer && !(mustMove && answer.Life == life))
            {
                yield return answer.At - at;
            }
        }
    }

    private bool IsAway(int gateway, TimeSpan at) => _evidence.Troubles
        .Where(trouble => trouble.At <= at && at <= trouble.Until)
        .Any(trouble => trouble switch
        {
            Trouble.Killed killed => killed.Node == gateway,
            Trouble.Frozen frozen => frozen.Node == gateway,
            Trouble.Stopped stopped => stopped.Node == gateway,
            _ => false,
        });

    // By when it began alone, never by how long it took: a slow one must not explain itself away.
    private bool IsInTrouble(Trouble.Killed kill) => _evidence.Troubles.Any(trouble =>
        trouble is Trouble.Frozen or Trouble.Database or Trouble.Links
        && trouble.At <= kill.At + Aftermath && trouble.Until + Aftermath >= kill.At);

    // Likewise: while the lease of a frozen node runs out, another one, a gateway that was to take the rooms over, is killed or cut off.
    private bool IsInTrouble(Trouble.Frozen freeze) => _evidence.Troubles.Any(trouble => trouble switch
    {
        Trouble.Killed killed => killed.At <= freeze.At + Lease && killed.At + Aftermath >= freeze.At,
        Trouble.Links links => links.At <= freeze.At + Lease && links.Until + Aftermath >= freeze.At,
        _ => false,
    });

    private bool IsWithoutDatabase(Trouble.Frozen freeze) => _evidence.Troubles.Any(trouble =>
        trouble is Trouble.Database && trouble.At <= freeze.At + FreezeTime && trouble.Until + Aftermath >= freeze.At);

    private static List<(TimeSpan, RoomEntry.Acknowledged)> Answers(RoomJournal journal)
    {
        Dictionary<ulong, TimeSpan> sent = [];
        List<(TimeSpan, RoomEntry.Acknowledged)> answers = [];
        foreach (var entry in journal.Entries)
        {
            if (entry is RoomEntry.Sent each)
            {
                sent[each.Number] = each.At;
            }
            else if (entry is RoomEntry.Acknowledged answer && sent.TryGetValue(answer.Number, out var at))
            {
                answers.Add((at, answer));
            }
        }

        return answers;
    }
}
