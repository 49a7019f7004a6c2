using GameServer.Identity;

namespace GameServer.Cluster;

/// <summary>
/// When another node counts as lost: to a watcher that itself renewed throughout a whole lease period in which the other's row did not
/// change. So an outage of the store, in which nobody renews, kills nobody. Pure: times are of any clock that only goes forward.
/// </summary>
internal sealed class NodeWatch(TimeSpan lease)
{
    private readonly Dictionary<Incarnation, Sighting> _seen = [];
    private TimeSpan? _until;

    /// <summary>The watcher has renewed its lease and has seen these rows.</summary>
    /// <param name="self">The watcher.</param>
    /// <param name="sentAt">When it sent the renewal.</param>
    /// <param name="answeredAt">When it had the answer.</param>
    /// <param name="rows">All rows.</param>
    /// <returns>Those that are lost, and not revoked yet.</returns>
    internal IReadOnlyList<NodeRow> Renewed(Incarnation self, TimeSpan sentAt, TimeSpan answeredAt, IReadOnlyList<NodeRow> rows)
    {
        if (_until is not { } until || answeredAt >= until)
        {
            Forget();
        }

        _until = sentAt + lease;
        var others = rows.Where(row => !row.IsRevoked && row.Incarnation != self).ToList();
        List<NodeRow> lost = [];
        foreach (var row in others)
        {
            if (!_seen.TryGetValue(row.Incarnation, out var seen) || seen.Renewals != row.Renewals)
            {
                _seen[row.Incarnation] = new Sighting(row.Renewals, answeredAt);
            }
            else if (sentAt - seen.Since >= lease)
            {
                lost.Add(row);
            }
        }

        foreach (var gone in _seen.Keys.Except(others.Select(row => row.Incarnation)).ToList())
        {
            _seen.Remove(gone);
        }

        return lost;
    }

    /// <summary>When the next node is lost that was not by then, if it goes on not to renew.</summary>
    internal TimeSpan? NextLossAfter(TimeSpan now) =>
        _seen.Values.Select(seen => seen.Since + lease).Where(lost => lost > now).Order().Select(lost => (TimeSpan?)lost).FirstOrDefault();

    /// <summary>The watcher was dead for a while: what it saw before counts no more.</summary>
    internal void Forget() => _seen.Clear();

    private readonly record struct Sighting(ulong Renewals, TimeSpan Since);
}
