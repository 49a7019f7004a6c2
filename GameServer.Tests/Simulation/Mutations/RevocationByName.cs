using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Simulation.Mutations;

/// <summary>A store that revokes whoever has the node's name by now, whichever life of it was meant.</summary>
internal sealed class RevocationByName(INodeStore nodes) : INodeStore
{
    public Task<JoinAnswer> JoinAsync(NodeRow self, Incarnation? elder, bool takesOver, TimeSpan lease, CancellationToken cancel) =>
        nodes.JoinAsync(self, elder, takesOver, lease, cancel);

    public Task<RenewAnswer> RenewAsync(Incarnation self, NodeLoad load, TimeSpan lease, CancellationToken cancel) =>
        nodes.RenewAsync(self, load, lease, cancel);

    public async Task<bool> RevokeAsync(Incarnation revoker, NodeId node, Incarnation incarnation, CancellationToken cancel)
    {
        var row = (await nodes.ListAsync(cancel)).FirstOrDefault(row => row.Node == node);
        return await nodes.RevokeAsync(revoker, node, row?.Incarnation ?? incarnation, cancel);
    }

    public Task<bool> AskToDrainAsync(NodeId node, CancellationToken cancel) => nodes.AskToDrainAsync(node, cancel);

    public Task LeaveAsync(Incarnation self, CancellationToken cancel) => nodes.LeaveAsync(self, cancel);

    public Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancel) => nodes.ListAsync(cancel);
}
