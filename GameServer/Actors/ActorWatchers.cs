namespace GameServer.Actors;

/// <summary>Who wants to know when an actor has stopped. Written by watchers on their turns and by it on its last: a lock.</summary>
internal sealed class ActorWatchers(ActorRef watched)
{
    private readonly Lock _gate = new();
    private readonly List<ActorCell> _watchers = [];
    private bool _hasStopped;

    internal void Add(ActorCell watcher)
    {
        lock (_gate)
        {
            if (!_hasStopped)
            {
                _watchers.Add(watcher);
                return;
            }
        }

        watcher.Signal(new Terminated(watched));
    }

    internal void Remove(ActorCell watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
        }
    }

    /// <summary>Once, after the actor has stopped: tells all, in the order in which they began to watch.</summary>
    internal void TellAll()
    {
        ActorCell[] watchers;
        lock (_gate)
        {
            _hasStopped = true;
            watchers = [.. _watchers];
            _watchers.Clear();
        }

        foreach (var watcher in watchers)
        {
            watcher.Signal(new Terminated(watched));
        }
    }
}
