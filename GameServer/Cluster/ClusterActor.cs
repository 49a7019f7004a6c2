using GameServer.Actors;
using GameServer.Identity;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster;

/// <summary>
/// The node's place in the cluster: joins, renews the lease, watches the others, revokes those that are lost, and comes back as another
/// incarnation when it was revoked itself. At most one question about itself is under way at a time. Runs on its own turn.
/// </summary>
internal sealed class ClusterActor(ClusterSelf self, ClusterParts parts, ILogger<ClusterActor> log) : Actor
{
    private static readonly TimeSpan RetriesAfter = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _lease = TimeSpan.FromMilliseconds(parts.Options.LeaseMs);
    private readonly TimeSpan _renew = TimeSpan.FromMilliseconds(parts.Options.RenewMs);
    private readonly List<ReplyTo<ClusterLeft>> _leaving = [];
    private NodeStanding _standing = NodeStanding.Joining;
    private Incarnation? _elder;
    private NodeLoad _load;
    private NodeDesk? _desk;
    private ClusterSight? _sight;
    private bool _isAsking;
    private bool _isDue;
    private bool _isFailing;
    private bool _hasClashed;

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        // Half a lease: a try that hangs leaves time for another before the lease runs out.
        _desk = new NodeDesk(parts, Context, _lease / 2);
        _sight = new ClusterSight(parts, _desk, AskNow, log);
        AskNow();
    }

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case NodeDesk.Tried tried:
                _desk!.Receive(tried);
                break;
            case ClusterMessage.RenewNow:
                AskNow();
                break;
            case ClusterMessage.LeaseOver:
                LookAtLease();
                break;
            case ClusterMessage.Load load:
                _load = _load with { Rooms = load.Rooms };
                break;
            case ClusterMessage.Draining:
                _load = _load with { IsDraining = true };
                AskNow();
                break;
            case ClusterMessage.ProcessGone gone:
                _sight!.Suspect(gone.Process, _standing == NodeStanding.Holding);
                break;
            case ClusterMessage.Leave leave:
                Leave(leave.Answer);
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop() => _desk?.Dispose();

    private void AskNow()
    {
        if (_isAsking)
        {
            _isDue = true;
            return;
        }

        _isDue = false;
        _isAsking = true;
        Context.StartTimer("renew", _renew, ClusterMessage.RenewNow.Instance);
        var (owner, load, elder) = (parts.Lease.Owner, _load, _elder);
        switch (_standing)
        {
            case NodeStanding.Joining or NodeStanding.Revoked:
                // Once it was in, its name is another's if another has it.
                var takesOver = self.TakesOver && elder is null;
                _desk!.Ask(
                    async (store, cancel) =>
                        await store.JoinAsync(self.Row(owner, load), elder, takesOver, _lease, cancel).ConfigureAwait(false),
                    Joined);
                break;
            case NodeStanding.Holding or NodeStanding.Frozen:
                _desk!.Ask(async (store, cancel) => await store.RenewAsync(owner, load, _lease, cancel).ConfigureAwait(false), Renewed);
                break;
            case NodeStanding.Left:
                _desk!.Ask(
                    async (store, cancel) =>
                    {
                        await store.LeaveAsync(owner, cancel).ConfigureAwait(false);
                        return null;
                    },
                    HasLeft);
                break;
        }
    }

    /// <summary>A question about the node itself has ended. False: without an answer; it is asked anew.</summary>
    private bool IsAnswered(NodeDesk.Tried tried)
    {
        _isAsking = false;
        if (tried.Failure is { } cause)
        {
            if (!_isFailing)
            {
                log.StoreFailsNodes(cause);
            }

            _isFailing = true;
            Context.StartTimer("renew", RetriesAfter, ClusterMessage.RenewNow.Instance);
            return false;
        }

        _isFailing = false;
        return true;
    }

    private void Joined(NodeDesk.Tried tried)
    {
        if (!IsAnswered(tried) || _standing == NodeStanding.Left)
        {
            AskIfLeft();
            return;
        }

        switch ((JoinAnswer)tried.Value!)
        {
            case JoinAnswer.Joined joined:
                Join(joined.Moved, tried);
                AskNow();
                break;
            case JoinAnswer.Clash clash:
                Clashed(clash.Live);
                if (_isDue)
                {
                    AskNow();
                }

                break;
            case JoinAnswer.Dead:
                BeginNextLife();
                break;
        }
    }

    private void Join(IReadOnlyList<MovedRoom> moved, NodeDesk.Tried tried)
    {
        var wasRevoked = _standing == NodeStanding.Revoked;
        var now = parts.Lease.Owner;
        _standing = _standing.After(NodeEvent.Joined);
        _hasClashed = false;
        Hold(tried);
        log.NodeJoined(now.Value);
        if (wasRevoked)
        {
            Tell(listener => listener.Rejoined(now, moved));
        }
    }

    private void Clashed(NodeRow live)
    {
        if (!_hasClashed)
        {
            log.NodeNameTaken(self.Node.Value, live.Incarnation.Value, live.LinkAddress);
            _hasClashed = true;
            Tell(listener => listener.Clashed(live));
        }

        // A life that may have been in before the other came must not be live again after it.
        if (_standing == NodeStanding.Revoked)
        {
            parts.Lease.Become(parts.Lease.Owner.Next());
        }
    }

    private void Renewed(NodeDesk.Tried tried)
    {
        if (!IsAnswered(tried) || _standing == NodeStanding.Left)
        {
            AskIfLeft();
            return;
        }

        if (tried.Value is not RenewAnswer.Renewed renewed)
        {
            BeginNextLife();
            return;
        }

        var wasFrozen = _standing == NodeStanding.Frozen;
        _standing = _standing.After(NodeEvent.Renewed);
        if (Hold(tried) || wasFrozen)
        {
            Tell(listener => listener.Thawed());
        }

        if (!_load.IsDraining && renewed.Rows.Any(row => row.Incarnation == parts.Lease.Owner && row.IsDraining))
        {
            _load = _load with { IsDraining = true };
            log.DrainAsked();
            Tell(listener => listener.DrainAsked());
        }

        var nextLoss = _sight!.See(renewed.Rows, tried);
        if (_isDue)
        {
            AskNow();
        }
        else if (nextLoss < _renew)
        {
            Context.StartTimer("renew", nextLoss.Value, ClusterMessage.RenewNow.Instance);
        }
    }

    /// <returns>Whether anybody may have seen the lease run out before.</returns>
    private bool Hold(NodeDesk.Tried tried)
    {
        var mayHaveRunOut = parts.Lease.Renew(tried.SentAt, _lease);
        var left = _lease - parts.Time.GetElapsedTime(tried.SentAt, tried.EndedAt);
        Context.StartTimer("lease", left > TimeSpan.Zero ? left : TimeSpan.Zero, ClusterMessage.LeaseOver.Instance);
        return mayHaveRunOut;
    }

    private void LookAtLease()
    {
        if (parts.Lease.Holds)
        {
            Context.StartTimer("lease", RetriesAfter, ClusterMessage.LeaseOver.Instance);
            return;
        }

        if (_standing == NodeStanding.Holding)
        {
            log.LeaseRanOut(parts.Lease.Owner.Value);
        }

        _standing = _standing.After(NodeEvent.RanOut);
        _sight!.Forget();
    }

    private void BeginNextLife()
    {
        _standing = _standing.After(NodeEvent.Refused);
        _elder = parts.Lease.Owner;
        parts.Lease.Become(parts.Lease.Owner.Next());
        _sight!.Forget();
        log.NodeRevoked(_elder.Value.Value, parts.Lease.Owner.Value);
        AskNow();
    }

    private void Leave(ReplyTo<ClusterLeft> answer)
    {
        _leaving.Add(answer);
        _standing = _standing.After(NodeEvent.Leaves);
        parts.Lease.End();
        AskNow();
    }

    private void AskIfLeft()
    {
        if (_standing == NodeStanding.Left)
        {
            AskNow();
        }
    }

    private void HasLeft(NodeDesk.Tried tried)
    {
        if (IsAnswered(tried))
        {
            _leaving.ForEach(answer => Context.Tell(answer, new ClusterLeft()));
            Context.Stop(Context.Self);
        }
    }

    private void Tell(Action<IClusterListener> news)
    {
        foreach (var listener in parts.Listeners)
        {
            news(listener);
        }
    }
}
