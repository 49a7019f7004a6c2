namespace GameServer.Actors;

/// <summary>Whom one actor watches; on its turn. A termination counts only while its watch does.</summary>
internal sealed class ActorWatches(ActorCell watcher)
{
    private readonly HashSet<ActorRef> _watched = [];

    internal void Begin(ActorRef other)
    {
        if (_watched.Add(other))
        {
            other.Cell.Watchers.Add(watcher);
        }
    }

    /// <summary>True for a termination that is still waited for; the watch is over with this.</summary>
    internal bool TryFinish(Terminated terminated) => _watched.Remove(terminated.Actor);

    internal void EndAll()
    {
        foreach (var other in _watched)
        {
            other.Cell.Watchers.Remove(watcher);
        }

        _watched.Clear();
    }
}
