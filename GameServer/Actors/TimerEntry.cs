namespace GameServer.Actors;

/// <summary>
/// One timer. Its place in the queue is the queue's own; the same object can be started again once it is due or has been removed.
/// </summary>
internal abstract class TimerEntry
{
    internal const int NotWaiting = -1;

    /// <summary>Where it is in its home; within the queue's gate.</summary>
    internal int Place { get; set; } = NotWaiting;

    /// <summary>The heap or slot of the queue's wheel that it waits in; within the queue's gate.</summary>
    internal int Home { get; set; }

    /// <summary>On the alarm's thread.</summary>
    internal abstract void OnDue();
}
