using GameServer.Cluster;
using GameServer.Gateway;
using GameServer.Protocol.Identity;
using GameServer.Storage;

namespace GameServer;

/// <summary>Has a node of the cluster leave in order, from anywhere that reaches the store, and waits until it is gone.</summary>
internal static class DrainProgram
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <returns>The exit code: 0 when the node has left, 1 if it has not; the reason is one line.</returns>
    /// <exception cref="ConfigurationException">The store's options are not right.</exception>
    internal static int Run(CommandLine.Answer.Drain asked, TimeProvider time, TextWriter output, TextWriter error) =>
        StoreProgram.Run(asked.Entries, (options, store) => RunAsync(asked.Node, options, store, time, output), error);

    private static async Task<string?> RunAsync(NodeId node, ServerOptions options, StorePorts store, TimeProvider time, TextWriter output)
    {
        if (store.Nodes is not { } nodes)
        {
            return "GameServer:Store belongs to one server; only nodes that share a PostgreSQL can be drained.";
        }

        var rows = await nodes.ListAsync(CancellationToken.None).ConfigureAwait(false);
        var row = rows.FirstOrDefault(row => row.Node == node && !row.IsRevoked);
        if (row is null || !await nodes.AskToDrainAsync(node, CancellationToken.None).ConfigureAwait(false))
        {
            var live = rows.Where(row => !row.IsRevoked).Select(row => $"'{row.Node}'").ToList();
            return $"No live node is called '{node}'; {(live.Count == 0 ? "there is none" : $"there are {string.Join(", ", live)}")}.";
        }

        output.WriteLine($"{node} hands {row.Rooms} rooms over and leaves.");
        var timeout = Drain.TimeoutOf(options) + TimeSpan.FromMilliseconds(options.Cluster.LeaseMs);
        return await GoneAsync(row, nodes, timeout, time).ConfigureAwait(false);
    }

    private static async Task<string?> GoneAsync(NodeRow asked, INodeStore nodes, TimeSpan timeout, TimeProvider time)
    {
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < timeout)
        {
            var rows = await nodes.ListAsync(CancellationToken.None).ConfigureAwait(false);
            var row = rows.FirstOrDefault(row => row.Incarnation.Process == asked.Incarnation.Process);
            if (row is null)
            {
                return null;
            }

            if (row.IsRevoked)
            {
                return $"{asked.Node} was lost before it had left in order; the others take its rooms over.";
            }

            await Task.Delay(LookEvery, time, CancellationToken.None).ConfigureAwait(false);
        }

        return $"{asked.Node} is still there after {timeout.TotalSeconds:0} s; its log says why.";
    }
}
