namespace GameServer.Actors;

/// <summary>Who runs a woken mailbox: the thread that woke it, the thread pool, or one thread in an order made from a seed.</summary>
internal interface IMailboxScheduler
{
    /// <summary>From any thread. The mailbox is run once, soon, somewhere.</summary>
    void Schedule(IRunnable mailbox);

    /// <summary>
    /// Until the same thread's <see cref="Release"/>, mailboxes that it wakes wait, so that all it has to tell becomes one turn of each.
    /// May be nested. Nothing may be awaited in between. Does nothing where the waking thread never runs turns.
    /// </summary>
    void Hold();

    /// <summary>Ends what the latest <see cref="Hold"/> began: the last runs what has waited, unless the thread is in a turn.</summary>
    void Release();

    /// <summary>From the mailbox that is being run, before anyone else may run it: its turn is over.</summary>
    void NoteTurn(ref TurnPace pace);
}
