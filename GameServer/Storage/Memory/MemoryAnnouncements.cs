using GameServer.Rooms;

namespace GameServer.Storage.Memory;

/// <summary>
/// Announcements in memory, so many at the most: what comes to a full one is not kept. Every call is one step under the store's lock, on
/// the caller's thread.
/// </summary>
internal sealed class MemoryAnnouncements(Lock gate) : IAnnouncementStore
{
    internal const int CountMax = 10_000;
    internal const long BytesMax = 64 * 1024 * 1024;

    private readonly Dictionary<(string Id, string Endpoint), Waiting> _waiting = [];
    private long _bytes;
    private long _dropped;

    public Task<bool> KeepAsync(IReadOnlyList<Announcement> announcements, CancellationToken cancel)
    {
        lock (gate)
        {
            var dropped = _dropped;
            KeepWith(isMade: true, announcements);
            return Task.FromResult(dropped == _dropped);
        }
    }

    public Task<IReadOnlyList<ClaimedAnnouncement>> ClaimAsync(
        string endpoint, DateTimeOffset now, DateTimeOffset until, int countMax, CancellationToken cancel)
    {
        lock (gate)
        {
            var due = _waiting.Values
                .Where(each => each.What.Endpoint == endpoint && each.DueAt <= now)
                .OrderBy(each => each.DueAt)
                .Take(countMax)
                .ToList();
            due.ForEach(each => (each.DueAt, each.Claims) = (until, each.Claims + 1));
            return Task.FromResult<IReadOnlyList<ClaimedAnnouncement>>(
                due.ConvertAll(each => new ClaimedAnnouncement(each.What, each.Claims)));
        }
    }

    public Task<bool> RemoveAsync(Announcement delivered, CancellationToken cancel)
    {
        lock (gate)
        {
            return Task.FromResult(Remove(delivered));
        }
    }

    public Task<bool> PostponeAsync(ClaimedAnnouncement failed, DateTimeOffset dueAt, CancellationToken cancel)
    {
        lock (gate)
        {
            var isThere = _waiting.TryGetValue(Key(failed.What), out var found) && found.Claims == failed.Claim;
            if (isThere)
            {
                found!.DueAt = dueAt;
            }

            return Task.FromResult(isThere);
        }
    }

    public Task<IReadOnlyList<LapsedAnnouncement>> LapseAsync(DateTimeOffset before, int countMax, CancellationToken cancel)
    {
        lock (gate)
        {
            var lapsed = _waiting.Values.Where(each => each.What.At < before).Take(countMax).Select(each => each.What).ToList();
            lapsed.ForEach(each => Remove(each));
            return Task.FromResult<IReadOnlyList<LapsedAnnouncement>>(
                lapsed.ConvertAll(each => new LapsedAnnouncement(each.Id, each.Endpoint, each.At)));
        }
    }

    public Task<AnnouncementFigures> CountAsync(CancellationToken cancel)
    {
        lock (gate)
        {
            DateTimeOffset? eldest = _waiting.Count > 0 ? _waiting.Values.Min(each => each.What.At) : null;
            return Task.FromResult(new AnnouncementFigures(_waiting.Count, eldest, _dropped));
        }
    }

    /// <summary>Keeps what comes with a write, if that was made. Under the store's lock.</summary>
    internal WriteAnswer KeepWith(WriteAnswer answer, IReadOnlyList<Announcement> announcements)
    {
        KeepWith(answer == WriteAnswer.Made, announcements);
        return answer;
    }

    /// <summary>Likewise.</summary>
    internal void KeepWith(bool isMade, IReadOnlyList<Announcement> announcements)
    {
        foreach (var announcement in isMade ? announcements : [])
        {
            Keep(announcement);
        }
    }

    private static (string Id, string Endpoint) Key(Announcement what) => (what.Id, what.Endpoint);

    private void Keep(Announcement announcement)
    {
        if (_waiting.ContainsKey(Key(announcement)))
        {
            return;
        }

        if (_waiting.Count >= CountMax || _bytes + announcement.Body.Length > BytesMax)
        {
            _dropped++;
            return;
        }

        _waiting.Add(Key(announcement), new Waiting(announcement) { DueAt = announcement.At });
        _bytes += announcement.Body.Length;
    }

    private bool Remove(Announcement announcement)
    {
        if (!_waiting.Remove(Key(announcement), out var removed))
        {
            return false;
        }

        _bytes -= removed.What.Body.Length;
        return true;
    }

    private sealed class Waiting(Announcement what)
    {
        internal Announcement What => what;

        internal DateTimeOffset DueAt { get; set; }

        internal int Claims { get; set; }
    }
}
