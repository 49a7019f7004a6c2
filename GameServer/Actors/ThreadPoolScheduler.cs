namespace GameServer.Actors;

/// <summary>Every woken mailbox is one work item of the thread pool. Held or not is the same: the waking thread runs none.</summary>
internal sealed class ThreadPoolScheduler : IMailboxScheduler
{
    public void Schedule(IRunnable mailbox) => ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);

    public void Hold()
    {
    }

    public void Release()
    {
    }

    public void NoteTurn(ref TurnPace pace)
    {
    }
}
