namespace GameServer.Actors;

/// <summary>Who runs a woken mailbox: the thread pool, the thread that woke it, or one thread in an order made from a seed.</summary>
internal interface IMailboxScheduler
{
    /// <summary>From any thread. The mailbox is run once, soon, somewhere.</summary>
    void Schedule(IRunnable mailbox);
}
