namespace GameServer.Bench.Chaos.Oracle;

/// <summary>The longest that anybody waited for the answer to a command, in rooms of any kind.</summary>
internal static class GapMeter
{
    internal static LongestGaps Of(ChaosEvidence evidence)
    {
        var (connected, reconnecting, withoutDatabase) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var lines = evidence.Lines.ToDictionary(journal => journal.Client, journal => journal.Lines());
        var outages = evidence.Troubles.OfType<Trouble.Database>().ToList();
        foreach (var journal in evidence.Rooms.Where(journal => journal.Writer != 0))
        {
            Dictionary<ulong, TimeSpan> sent = [];
            foreach (var entry in journal.Entries)
            {
                if (entry is RoomEntry.Sent each)
                {
                    sent[each.Number] = each.At;
                }
                else if (entry is RoomEntry.Acknowledged answer && sent.Remove(answer.Number, out var from))
                {
                    var gap = answer.At - from;
                    var held = lines[journal.Client].Any(line => line.IsOpenAt(from) && line.IsOpenAt(answer.At));
                    if (outages.Any(outage => outage.At <= answer.At && from <= outage.Until))
                    {
                        withoutDatabase = Max(withoutDatabase, gap);
                    }
                    else if (held)
                    {
                        connected = Max(connected, gap);
                    }
                    else
                    {
                        reconnecting = Max(reconnecting, gap);
                    }
                }
            }
        }

        return new LongestGaps(connected, reconnecting, withoutDatabase);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
