namespace GameServer.Actors;

/// <summary>Every woken mailbox is one work item of the thread pool.</summary>
internal sealed class ThreadPoolScheduler : IMailboxScheduler
{
    public void Schedule(IRunnable mailbox) => ThreadPool.UnsafeQueueUserWorkItem(static woken => woken.Run(), mailbox, preferLocal: false);
}
