namespace GameServer.Bench.Chaos.Oracle;

/// <summary>Which process ran a room when, as far as its members were told.</summary>
internal sealed class RoomHosting
{
    private readonly List<(TimeSpan At, ulong Count, uint Life)> _told = [];

    internal RoomHosting(IEnumerable<RoomJournal> members)
    {
        // The newest event that anybody has counts: what others hear later is of before.
        ulong newest = 0;
        foreach (var seen in members.SelectMany(member => member.Entries).OfType<RoomEntry.Seen>().OrderBy(seen => seen.At))
        {
            if (seen.Count > newest)
            {
                newest = seen.Count;
                _told.Add((seen.At, seen.Count, seen.Life));
            }
        }
    }

    /// <summary>The process of which members had heard last at that time; 0: of none.</summary>
    internal uint LifeAt(TimeSpan time)
    {
        var (low, high) = (0, _told.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _told[middle].At <= time ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : _told[low - 1].Life;
    }
}
