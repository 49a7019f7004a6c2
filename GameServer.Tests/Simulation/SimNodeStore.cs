using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Simulation;

/// <summary>One process's way to the rows of the nodes.</summary>
internal sealed class SimNodeStore(SimDatabase database, SimProcess process, LeaseBook leases) : INodeStore
{
    private INodeStore Nodes => database.Nodes;

    public Task<JoinAnswer> JoinAsync(NodeRow self, Incarnation? elder, bool takesOver, TimeSpan lease, CancellationToken cancel)
    {
        var sent = database.Now;
        return Ask("join", cancel, async () =>
        {
            var answer = await Nodes.JoinAsync(self, elder, takesOver, lease, default);
            leases.Joined(self.Incarnation, answer, sent, database.Now);
            return answer;
        });
    }

    public Task<RenewAnswer> RenewAsync(Incarnation self, NodeLoad load, TimeSpan lease, CancellationToken cancel)
    {
        var sent = database.Now;
        return Ask("renew", cancel, async () =>
        {
            var answer = await Nodes.RenewAsync(self, load, lease, default);
            leases.Renewed(self, answer, sent, database.Now);
            return answer;
        });
    }

    public Task<bool> RevokeAsync(Incarnation revoker, NodeId node, Incarnation incarnation, CancellationToken cancel) =>
        Ask("revoke", cancel, async () =>
        {
            var before = await Nodes.ListAsync(default);
            var hasRevoked = await Nodes.RevokeAsync(revoker, node, incarnation, default);
            leases.Looked(before, await Nodes.ListAsync(default), database.Now);
            return hasRevoked;
        });

    public Task<bool> AskToDrainAsync(NodeId node, CancellationToken cancel) =>
        Ask("ask to drain", cancel, () => Nodes.AskToDrainAsync(node, default));

    public Task LeaveAsync(Incarnation self, CancellationToken cancel) => Ask("leave", cancel, async () =>
    {
        await Nodes.LeaveAsync(self, default);
        return true;
    });

    public Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancel) => Ask("list nodes", cancel, () => Nodes.ListAsync(default));

    private Task<T> Ask<T>(string call, CancellationToken cancel, Func<Task<T>> effect) => database.Ask(process, call, [], effect, cancel);
}
