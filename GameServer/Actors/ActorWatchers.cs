namespace GameServer.Actors;

/// <summary>
/// Who wants to know when an actor has stopped. Written by watchers on their turns and by it on its last: within its gate.
/// </summary>
internal sealed class ActorWatchers(ActorCell watched)
{
    // One watcher is what nearly all actors have.
    private ActorCell? _first;
    private List<ActorCell>? _others;
    private bool _hasStopped;

    internal void Add(ActorCell watcher)
    {
        lock (watched.Gate)
        {
            if (!_hasStopped)
            {
                Keep(watcher);
                return;
            }
        }

        watcher.Signal(new Terminated(watched.Ref));
    }

    internal void Remove(ActorCell watcher)
    {
        lock (watched.Gate)
        {
            if (!ReferenceEquals(_first, watcher))
            {
                _others?.Remove(watcher);
            }
            else if (_others is { Count: > 0 })
            {
                _first = _others[0];
                _others.RemoveAt(0);
            }
            else
            {
                _first = null;
            }
        }
    }

    /// <summary>Once, after the actor has stopped: tells all, in the order in which they began to watch.</summary>
    internal void TellAll()
    {
        ActorCell? first;
        List<ActorCell>? others;
        lock (watched.Gate)
        {
            _hasStopped = true;
            (first, others) = (_first, _others);
            (_first, _others) = (null, null);
        }

        first?.Signal(new Terminated(watched.Ref));
        foreach (var watcher in others ?? [])
        {
            watcher.Signal(new Terminated(watched.Ref));
        }
    }

    private void Keep(ActorCell watcher)
    {
        if (_first is null)
        {
            _first = watcher;
        }
        else
        {
            (_others ??= []).Add(watcher);
        }
    }
}
