namespace GameServer.Client.Loop;

/// <summary>Callbacks for a room's changes that end by being disposed. Added and removed on any thread, told on the loop.</summary>
internal sealed class Watches
{
    private readonly object _gate = new();
    private volatile Action<StateChanges>[] _all = [];

    internal IDisposable Add(Action<StateChanges> tell)
    {
        lock (_gate)
        {
            _all = [.. _all, tell];
        }

        return new Subscription(this, tell);
    }

    internal void Tell(StateChanges changes)
    {
        foreach (var tell in _all)
        {
            tell(changes);
        }
    }

    private sealed class Subscription(Watches owner, Action<StateChanges> tell) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._all = owner._all.Where(other => other != tell).ToArray();
            }
        }
    }
}
