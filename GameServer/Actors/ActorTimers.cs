namespace GameServer.Actors;

/// <summary>
/// The timers of one actor by key, on its turn. Most actors have one or two, so a few are a list, and only what does not fit into it is in
/// a dictionary. A timer that fired reaches the mailbox; only the one that its key still holds is delivered, so a timer that was replaced
/// or cancelled meanwhile never is. A few that are neither in the queue nor in the mailbox are kept for the next starts.
/// </summary>
internal sealed class ActorTimers(TimerQueue queue, Mailbox mailbox)
{
    private const int ListMax = 8;
    private const int SparesMax = 4;

    private Dictionary<string, ActorTimer>? _more;
    private ActorTimer? _first;
    private int _listed;
    private ActorTimer? _spare;
    private int _spares;

    internal void Start(string key, TimeSpan delay, object message)
    {
        if (Find(key) is { } waiting)
        {
            if (queue.TryRestart(waiting, delay))
            {
                waiting.Message = message;
                return;
            }

            LetGo(waiting);
        }

        var timer = TakeSpare() ?? new ActorTimer(mailbox);
        timer.Key = key;
        timer.Message = message;
        Keep(timer);
        queue.Start(timer, delay);
    }

    internal void Cancel(string key)
    {
        if (Find(key) is not { } timer)
        {
            return;
        }

        LetGo(timer);
        if (queue.Remove(timer))
        {
            Spare(timer);
        }
    }

    internal void CancelAll()
    {
        while (_first is { } timer)
        {
            LetGo(timer);
            queue.Remove(timer);
        }

        foreach (var timer in _more?.Values.ToList() ?? [])
        {
            LetGo(timer);
            queue.Remove(timer);
        }
    }

    /// <summary>Its message, if it is the timer that its key holds now; it is over with this.</summary>
    internal object? TryFinish(ActorTimer fired)
    {
        var message = fired.Message;
        if (message is not null)
        {
            LetGo(fired);
            Spare(fired);
        }

        return message;
    }

    private ActorTimer? TakeSpare()
    {
        var timer = _spare;
        if (timer is not null)
        {
            _spare = timer.Next;
            _spares--;
        }

        return timer;
    }

    private void Spare(ActorTimer timer)
    {
        if (_spares < SparesMax)
        {
            timer.Next = _spare;
            _spare = timer;
            _spares++;
        }
    }

    private ActorTimer? Find(string key)
    {
        var timer = _first;
        while (timer is not null && !string.Equals(timer.Key, key, StringComparison.Ordinal))
        {
            timer = timer.Next;
        }

        return timer ?? _more?.GetValueOrDefault(key);
    }

    private void Keep(ActorTimer timer)
    {
        if (_listed == ListMax)
        {
            (_more ??= new Dictionary<string, ActorTimer>(StringComparer.Ordinal)).Add(timer.Key, timer);
            return;
        }

        timer.Next = _first;
        _first = timer;
        _listed++;
    }

    /// <summary>Its key holds it no more.</summary>
    private void LetGo(ActorTimer timer)
    {
        timer.Message = null;
        if (_more?.Remove(timer.Key) != true)
        {
            Unlink(timer);
        }
        else if (_more.Count == 0)
        {
            // A session that joined many rooms at once may be idle for days.
            _more = null;
        }
    }

    private void Unlink(ActorTimer timer)
    {
        _listed--;
        if (ReferenceEquals(_first, timer))
        {
            _first = timer.Next;
        }
        else
        {
            var before = _first!;
            while (!ReferenceEquals(before.Next, timer))
            {
                before = before.Next!;
            }

            before.Next = timer.Next;
        }

        timer.Next = null;
    }
}
