using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Cluster;

/// <summary>One node's way to the store of nodes, which a test can cut, or make fail after the work was done.</summary>
internal sealed class TroubledNodes(INodeStore inner) : INodeStore
{
    private TaskCompletionSource? _held;

    /// <summary>Every call fails, and nothing is done.</summary>
    internal bool IsOut { get; set; }

    /// <summary>Every call fails after what was asked has been done.</summary>
    internal bool FailsAfter { get; set; }

    internal int Calls { get; private set; }

    internal int UnderWay { get; private set; }

    /// <summary>Calls wait, before anything is done, until they are let go or given up.</summary>
    internal void Hold() => _held = new TaskCompletionSource();

    internal void LetGo()
    {
        _held!.SetResult();
        _held = null;
    }

    public Task<JoinAnswer> JoinAsync(NodeRow self, Incarnation? elder, bool takesOver, TimeSpan lease, CancellationToken cancel) =>
        AskAsync(() => inner.JoinAsync(self, elder, takesOver, lease, cancel), cancel);

    public Task<RenewAnswer> RenewAsync(Incarnation self, NodeLoad load, TimeSpan lease, CancellationToken cancel) =>
        AskAsync(() => inner.RenewAsync(self, load, lease, cancel), cancel);

    public Task<bool> RevokeAsync(Incarnation revoker, NodeId node, Incarnation incarnation, CancellationToken cancel) =>
        AskAsync(() => inner.RevokeAsync(revoker, node, incarnation, cancel), cancel);

    public Task<bool> AskToDrainAsync(NodeId node, CancellationToken cancel) => AskAsync(() => inner.AskToDrainAsync(node, cancel), cancel);

    public Task LeaveAsync(Incarnation self, CancellationToken cancel) => AskAsync(
        async () =>
        {
            await inner.LeaveAsync(self, cancel).ConfigureAwait(false);
            return true;
        },
        cancel);

    public Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancel) => AskAsync(() => inner.ListAsync(cancel), cancel);

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        Calls++;
        UnderWay++;
        try
        {
            if (_held is { } held)
            {
                // On the test's own thread, whoever ends the wait.
                var givenUp = new TaskCompletionSource();
                using var registration = cancel.Register(() => givenUp.TrySetCanceled(cancel));
                await (await Task.WhenAny(held.Task, givenUp.Task).ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (IsOut)
            {
                throw new IOException("out");
            }

            var answer = await ask().ConfigureAwait(false);
            return FailsAfter ? throw new IOException("after") : answer;
        }
        finally
        {
            UnderWay--;
        }
    }
}
