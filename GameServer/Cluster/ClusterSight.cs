using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster;

/// <summary>
/// What the cluster actor knows of the others: tells the listeners of each new view, and has those revoked that are lost or reported gone.
/// Used on the actor's turn.
/// </summary>
/// <param name="parts">What the actor works with.</param>
/// <param name="desk">The actor's way to the store.</param>
/// <param name="looked">Called when something may have changed in the rows by this node's own doing.</param>
/// <param name="log">Gets who was revoked.</param>
internal sealed class ClusterSight(ClusterParts parts, NodeDesk desk, Action looked, ILogger log)
{
    private readonly NodeWatch _watch = new(TimeSpan.FromMilliseconds(parts.Options.LeaseMs));
    private readonly HashSet<Incarnation> _suspects = [];
    private readonly HashSet<Incarnation> _revoking = [];
    private ClusterView _view = ClusterView.Empty;
    private IReadOnlyList<NodeRow> _rows = [];

    /// <summary>The lease was renewed, and the rows were these.</summary>
    /// <returns>After which time the next node is lost if it is not heard of; null: there is none.</returns>
    internal TimeSpan? See(IReadOnlyList<NodeRow> rows, NodeDesk.Tried tried)
    {
        _rows = rows;
        var (view, diff) = _view.After(rows);
        if (!diff.IsEmpty)
        {
            _view = view;
            foreach (var listener in parts.Listeners)
            {
                listener.Changed(view, diff);
            }
        }

        var lost = _watch.Renewed(parts.Lease.Owner, At(tried.SentAt), At(tried.EndedAt), rows);
        _suspects.IntersectWith(rows.Where(row => !row.IsRevoked).Select(row => row.Incarnation));
        foreach (var row in lost.Union(rows.Where(row => _suspects.Contains(row.Incarnation))))
        {
            Revoke(row);
        }

        return _watch.NextLossAfter(At(tried.EndedAt)) - At(tried.EndedAt);
    }

    /// <summary>The process is taken for gone. Should the store fail to revoke it, that is tried again after the next look.</summary>
    /// <param name="process">Of whatever life.</param>
    /// <param name="mayRevoke">Whether this node holds a lease.</param>
    internal void Suspect(NodeId process, bool mayRevoke)
    {
        var self = parts.Lease.Owner;
        foreach (var row in _rows.Where(row => row.Incarnation.Process == process && row.Incarnation != self && !row.IsRevoked))
        {
            _suspects.Add(row.Incarnation);
            if (mayRevoke)
            {
                Revoke(row);
            }
        }
    }

    /// <summary>The node's lease ran out or was revoked: what was seen or reported before is no reason to revoke anybody.</summary>
    internal void Forget()
    {
        _watch.Forget();
        _suspects.Clear();
    }

    private void Revoke(NodeRow row)
    {
        if (!_revoking.Add(row.Incarnation))
        {
            return;
        }

        var revoker = parts.Lease.Owner;
        desk.Ask(
            async (store, cancel) => await store.RevokeAsync(revoker, row.Node, row.Incarnation, cancel).ConfigureAwait(false),
            tried =>
            {
                _revoking.Remove(row.Incarnation);
                if (tried.Value is true)
                {
                    log.RevokedNode(row.Node.Value, row.Incarnation.Value);
                }

                if (tried.Failure is null)
                {
                    looked();
                }
            });
    }

    private TimeSpan At(long timestamp) => parts.Time.GetElapsedTime(0, timestamp);
}
