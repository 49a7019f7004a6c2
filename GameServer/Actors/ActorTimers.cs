namespace GameServer.Actors;

/// <summary>
/// The timers of one actor by key, on its turn. A timer that fired reaches the mailbox; only the one that its key still holds is delivered,
/// so a timer that was replaced or cancelled meanwhile never is.
/// </summary>
internal sealed class ActorTimers(TimerQueue queue, Mailbox mailbox)
{
    private readonly Dictionary<string, ActorTimer> _timers = new(StringComparer.Ordinal);

    internal void Start(string key, TimeSpan delay, object message)
    {
        Cancel(key);
        var timer = new ActorTimer(key, message);
        _timers.Add(key, timer);
        timer.Entry = queue.Add(delay, () => mailbox.PutSignal(timer));
    }

    internal void Cancel(string key)
    {
        if (_timers.Remove(key, out var timer))
        {
            queue.Remove(timer.Entry!);
        }
    }

    internal void CancelAll()
    {
        foreach (var timer in _timers.Values)
        {
            queue.Remove(timer.Entry!);
        }

        _timers.Clear();
    }

    /// <summary>True for the timer that its key holds now; it is over with this.</summary>
    internal bool TryFinish(ActorTimer fired) =>
        _timers.TryGetValue(fired.Key, out var current) && ReferenceEquals(current, fired) && _timers.Remove(fired.Key);
}

/// <summary>A timer of an actor; as a message in its mailbox: that it is due.</summary>
internal sealed class ActorTimer(string key, object message)
{
    internal string Key => key;

    internal object Message => message;

    internal TimerEntry? Entry { get; set; }
}
