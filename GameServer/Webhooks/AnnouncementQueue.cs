using GameServer.Rooms;

namespace GameServer.Webhooks;

/// <summary>Announcements that the store does not have yet, within a bound. Pure; used on the keeper's turn.</summary>
internal sealed class AnnouncementQueue
{
    internal const int CountMax = 10_000;
    internal const long BytesMax = 64 * 1024 * 1024;

    private readonly Queue<Announcement> _waiting = new();
    private long _bytes;

    internal bool IsEmpty => _waiting.Count == 0;

    /// <summary>Takes what there is room for; answers how many of them there was none for.</summary>
    internal int Put(IReadOnlyList<Announcement> announcements)
    {
        var dropped = 0;
        foreach (var each in announcements)
        {
            if (_waiting.Count >= CountMax || _bytes + each.Body.Length > BytesMax)
            {
                dropped++;
                continue;
            }

            _waiting.Enqueue(each);
            _bytes += each.Body.Length;
        }

        return dropped;
    }

    /// <summary>The eldest, so many at the most.</summary>
    internal List<Announcement> Take(int countMax)
    {
        List<Announcement> batch = [];
        while (batch.Count < countMax && _waiting.TryDequeue(out var each))
        {
            _bytes -= each.Body.Length;
            batch.Add(each);
        }

        return batch;
    }
}
