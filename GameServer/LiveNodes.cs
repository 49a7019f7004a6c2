using GameServer.Cluster;

namespace GameServer;

/// <summary>Finds out at a start which nodes of a database live: those that renew their leases. An edge.</summary>
internal static class LiveNodes
{
    /// <summary>Watches these rows for a whole lease; null: none of them was renewed meanwhile.</summary>
    internal static async Task<NodeRow?> FirstOfAsync(INodeStore store, IReadOnlyList<NodeRow> rows, TimeSpan lease)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        await Task.Delay(lease, CancellationToken.None).ConfigureAwait(false);
        var later = await store.ListAsync(CancellationToken.None).ConfigureAwait(false);
        return later.FirstOrDefault(row => !row.IsRevoked && rows.Any(before => before.Node == row.Node && HasMoved(before, row)));
    }

    private static bool HasMoved(NodeRow before, NodeRow now) =>
        before.Incarnation != now.Incarnation || before.Renewals != now.Renewals;

    /// <summary>A server without a cluster must not be where one runs. What dead nodes have left behind goes.</summary>
    /// <exception cref="ConfigurationException">A node lives there.</exception>
    internal static async Task MakeSureOfNoneAsync(INodeStore store, TimeSpan lease)
    {
        var all = await store.ListAsync(CancellationToken.None).ConfigureAwait(false);
        var rows = all.Where(row => !row.IsRevoked).ToList();
        if (await FirstOfAsync(store, rows, lease).ConfigureAwait(false) is { } live)
        {
            throw new ConfigurationException(
                $"GameServer:Store is the database of a cluster, in which node '{live.Node}' at {live.LinkAddress} lives; "
                + "start this server with --cluster, or stop the nodes first.");
        }

        foreach (var row in rows)
        {
            await store.LeaveAsync(row.Incarnation, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
