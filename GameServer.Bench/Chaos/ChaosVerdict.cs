using System.Text.Json.Nodes;
using GameServer.Bench.Journals;

namespace GameServer.Bench.Chaos;

/// <summary>
/// What the clients' journals say of a run. Committed rooms must have lost, doubled, reordered nothing; of the others no command may have
/// been lost whose sender was not told.
/// </summary>
internal sealed record ChaosVerdict
{
    internal required JournalVerdict Committed { get; init; }

    /// <summary>Of periodic and volatile rooms.</summary>
    internal required IReadOnlyList<string> Lesser { get; init; }

    internal required int Acknowledged { get; init; }

    internal required int Dropped { get; init; }

    internal required int Kills { get; init; }

    internal required IReadOnlyList<TimeSpan> Failovers { get; init; }

    internal required IReadOnlyList<TimeSpan> Thaws { get; init; }

    internal required TimeSpan LongestGap { get; init; }

    internal bool IsClean => Committed.Faults.Count == 0 && Lesser.Count == 0 && Dropped == 0;

    internal static ChaosVerdict Of(IReadOnlyList<ChaosPlayer> players, ChaosScript script, IReadOnlyList<string> gateways, int dropped)
    {
        var committed = players.Where(player => player.IsCommitted).ToList();
        var lesser = players.Except(committed).ToList();
        return new ChaosVerdict
        {
            Committed = JournalCheck.Of([.. committed.Select(player => player.Journal)]),
            Lesser = lesser.SelectMany(FaultsOf).ToList(),
            Acknowledged = players.Sum(player => player.AcknowledgedCount),
            Dropped = dropped,
            Kills = script.Kills.Count,
            Failovers = Samples(committed, script.Kills, gateways),
            Thaws = Samples(committed, script.Freezes, gateways),
            LongestGap = committed.Select(player => player.Log.LongestGap()).DefaultIfEmpty().Max(),
        };
    }

    /// <summary>Of all of them, the one that is so far from the first.</summary>
    internal static TimeSpan Percentile(IReadOnlyList<TimeSpan> times, double share) =>
        times.Count == 0 ? TimeSpan.Zero : times.Order().ElementAt((int)Math.Min(times.Count - 1, share * times.Count));

    internal JsonObject ToJson() => new()
    {
        ["clean"] = IsClean,
        ["acknowledged"] = Acknowledged,
        ["lost"] = Count(FaultKind.Lost),
        ["duplicated"] = Count(FaultKind.Twice),
        ["reordered"] = Count(FaultKind.Disordered),
        ["diverged"] = Count(FaultKind.Diverged),
        ["other"] = Count(FaultKind.Invented) + Count(FaultKind.Unfinished) + Count(FaultKind.Wrong),
        ["lesserRoomsFaults"] = Lesser.Count,
        ["socketsDropped"] = Dropped,
        ["kills"] = Kills,
        ["failoverSamples"] = Failovers.Count,
        ["failoverP50Ms"] = Percentile(Failovers, 0.5).TotalMilliseconds,
        ["failoverP99Ms"] = Percentile(Failovers, 0.99).TotalMilliseconds,
        ["frozenSamples"] = Thaws.Count,
        ["frozenP99Ms"] = Percentile(Thaws, 0.99).TotalMilliseconds,
        ["longestGapMs"] = LongestGap.TotalMilliseconds,
    };

    // Clients whose own gateway was left alone, of rooms that they had last seen on the node that was not.
    private static List<TimeSpan> Samples(
        List<ChaosPlayer> players, IReadOnlyList<(long At, string Node)> harmed, IReadOnlyList<string> gateways) =>
    [
        .. from harm in harmed
           from player in players
           where gateways[player.Preferred] != harm.Node && player.Log.HostAt(harm.At) == harm.Node
           let first = player.Log.FirstAfter(harm.At)
           where first is not null
           select first.Value,
    ];

    private static IEnumerable<string> FaultsOf(ChaosPlayer player)
    {
        var seen = new HashSet<(LedgerLine, ulong)>();
        ulong acknowledged = 0;
        LedgerStanding? end = null;
        foreach (var entry in player.Journal.Entries)
        {
            switch (entry)
            {
                case JournalEntry.Acknowledged each:
                    acknowledged = Math.Max(acknowledged, each.Number);
                    break;
                case JournalEntry.Seen each when !player.WasTold && !seen.Add((each.Line, each.Count)):
                    yield return $"{player.Journal}: {each.Line} was seen again as {each.Count}";
                    break;
                case JournalEntry.Ended each:
                    end = each.State;
                    break;
            }
        }

        if (!player.WasTold && end is not null && end.Last.GetValueOrDefault(player.Journal.Writer) < acknowledged)
        {
            yield return $"{player.Journal}: command {acknowledged} was acknowledged, the room has not got it, and nobody was told";
        }
    }

    private int Count(FaultKind kind) => Committed.Faults.Count(fault => fault.Kind == kind);
}
