using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Simulation;

/// <summary>
/// What the leases were, as the database gave them: nobody may run a turn past the end of the last one that was given to it, and nobody may
/// be revoked who never let one run out.
/// </summary>
internal sealed class LeaseBook(TimeSpan lease, FaultCounts counts, SimVerdict verdict)
{
    private readonly Dictionary<string, TimeSpan> _sent = [];
    private readonly Dictionary<Incarnation, (TimeSpan Last, TimeSpan Gap)> _renewals = [];
    private readonly HashSet<NodeId> _excused = [];

    internal void Joined(Incarnation self, JoinAnswer answer, TimeSpan sent, TimeSpan now)
    {
        if (answer is JoinAnswer.Joined)
        {
            _renewals.TryAdd(self, (now, TimeSpan.Zero));
            Note(self, sent);
        }
    }

    internal void Renewed(Incarnation self, RenewAnswer answer, TimeSpan sent, TimeSpan now)
    {
        if (answer is RenewAnswer.Renewed)
        {
            var (last, gap) = _renewals.GetValueOrDefault(self, (now, TimeSpan.Zero));
            _renewals[self] = (now, now - last > gap ? now - last : gap);
            Note(self, sent);
        }
    }

    /// <summary>The process has been killed or frozen, or can't be reached: others may think what they like of it.</summary>
    internal void Excuse(NodeId process) => _excused.Add(process);

    /// <summary>A revocation has been made, or not.</summary>
    internal void Looked(IReadOnlyList<NodeRow> before, IReadOnlyList<NodeRow> after, TimeSpan now)
    {
        foreach (var row in after.Where(row => row.IsRevoked && before.Any(each => each.Incarnation == row.Incarnation && !each.IsRevoked)))
        {
            counts.Add(SimFault.LeaseLost);
            var (last, gap) = _renewals.GetValueOrDefault(row.Incarnation);
            if (!_excused.Contains(row.Incarnation.Process) && gap < lease && now - last < lease)
            {
                verdict.Fault($"{row.Incarnation} was revoked at {now}, and had renewed its lease at {last} and always before");
            }
        }
    }

    /// <summary>A process of a cluster runs a turn of a room.</summary>
    internal void Ran(string process, TimeSpan now)
    {
        if (_sent.TryGetValue(process, out var sent) && now >= sent + lease)
        {
            verdict.Fault($"{process} ran a turn at {now}, and had last renewed its lease at {sent}");
        }
    }

    private void Note(Incarnation self, TimeSpan sent)
    {
        var before = _sent.GetValueOrDefault(self.Process.Value, TimeSpan.MinValue);
        _sent[self.Process.Value] = sent > before ? sent : before;
    }
}
