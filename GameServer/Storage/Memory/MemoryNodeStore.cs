using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Storage.Memory;

/// <summary>
/// The nodes of a cluster in one process, such as a simulation. Every call is one step under one lock, on the caller's thread.
/// </summary>
/// <param name="tables">Shared with the store of rooms.</param>
/// <param name="time">The store's clock.</param>
internal sealed class MemoryNodeStore(MemoryTables tables, TimeProvider time) : INodeStore
{
    public Task<JoinAnswer> JoinAsync(NodeRow self, Incarnation? elder, bool takesOver, TimeSpan lease, CancellationToken cancel)
    {
        lock (tables.Gate)
        {
            return Task.FromResult(Join(self, elder, takesOver, lease));
        }
    }

    public Task<RenewAnswer> RenewAsync(Incarnation self, NodeLoad load, TimeSpan lease, CancellationToken cancel)
    {
        lock (tables.Gate)
        {
            if (Live(self) is not { } node)
            {
                return Task.FromResult<RenewAnswer>(RenewAnswer.Revoked.Instance);
            }

            var row = node.Row with
            {
                Renewals = node.Row.Renewals + 1,
                Rooms = load.Rooms,
                IsDraining = node.Row.IsDraining || load.IsDraining,
            };
            tables.Nodes[row.Node] = node with { Row = row, LeaseUntil = time.GetUtcNow() + lease };
            return Task.FromResult<RenewAnswer>(new RenewAnswer.Renewed(Rows()));
        }
    }

    public Task<bool> RevokeAsync(Incarnation revoker, NodeId node, Incarnation incarnation, CancellationToken cancel)
    {
        lock (tables.Gate)
        {
            if (Live(revoker) is not { } own
                || own.LeaseUntil <= time.GetUtcNow()
                || Live(incarnation) is not { } other
                || other.Row.Node != node)
            {
                return Task.FromResult(false);
            }

            tables.Nodes[node] = other with { Row = other.Row with { IsRevoked = true } };
            return Task.FromResult(true);
        }
    }

    public Task<bool> AskToDrainAsync(NodeId node, CancellationToken cancel)
    {
        lock (tables.Gate)
        {
            if (!tables.Nodes.TryGetValue(node, out var found) || found.Row.IsRevoked)
            {
                return Task.FromResult(false);
            }

            tables.Nodes[node] = found with { Row = found.Row with { IsDraining = true } };
            return Task.FromResult(true);
        }
    }

    public Task LeaveAsync(Incarnation self, CancellationToken cancel)
    {
        lock (tables.Gate)
        {
            foreach (var node in tables.Nodes.Values.Where(node => node.Row.Incarnation == self).ToList())
            {
                tables.Nodes.Remove(node.Row.Node);
            }

            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancel)
    {
        lock (tables.Gate)
        {
            return Task.FromResult(Rows());
        }
    }

    private JoinAnswer Join(NodeRow self, Incarnation? elder, bool takesOver, TimeSpan lease)
    {
        if (tables.Nodes.TryGetValue(self.Node, out var found) && Refusal(found.Row, self.Incarnation, takesOver) is { } refusal)
        {
            return refusal;
        }

        // Never a number that was there before: to those who watch, it would be a row that did not change.
        var renewals = found is null ? 0 : found.Row.Renewals + 1;
        var before = found?.Row.Incarnation.Process == self.Incarnation.Process ? found : null;
        var drains = self.IsDraining || before is { Row.IsDraining: true };
        var row = self with { Renewals = renewals, IsRevoked = false, IsDraining = drains };
        tables.Nodes[self.Node] = new MemoryNode(row, time.GetUtcNow() + lease, before?.Joined ?? time.GetUtcNow());
        if (elder is { } last)
        {
            foreach (var room in tables.Rooms.Values.Where(room => room.IsRunBy(last)))
            {
                room.Begin(self.Incarnation);
            }
        }

        return new JoinAnswer.Joined(tables.Rooms.Values
            .Where(room => room.IsRunBy(self.Incarnation))
            .Select(room => new MovedRoom(room.Made.Id, room.Epoch))
            .ToList());
    }

    private static JoinAnswer? Refusal(NodeRow found, Incarnation self, bool takesOver)
    {
        if (found.Incarnation.Process != self.Process)
        {
            return found.IsRevoked || takesOver ? null : new JoinAnswer.Clash(found);
        }

        var isAgain = found.Incarnation == self && !found.IsRevoked;
        return isAgain || found.Incarnation.Life < self.Life ? null : JoinAnswer.Dead.Instance;
    }

    private MemoryNode? Live(Incarnation incarnation) =>
        tables.Nodes.Values.FirstOrDefault(node => node.Row.Incarnation == incarnation && !node.Row.IsRevoked);

    private IReadOnlyList<NodeRow> Rows() =>
        tables.Nodes.Values
            .Select(node => node.Row with { IsNew = time.GetUtcNow() - node.Joined < NodeRow.NewFor })
            .OrderBy(row => row.Node.Value, StringComparer.Ordinal)
            .ToList();
}

/// <summary>A node's row, until when its lease lasts and since when its process is in.</summary>
internal sealed record MemoryNode(NodeRow Row, DateTimeOffset LeaseUntil, DateTimeOffset Joined);
