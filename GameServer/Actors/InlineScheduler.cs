namespace GameServer.Actors;

/// <summary>
/// A woken mailbox is run by the thread that woke it, which saves the hand-over between threads. What its turn wakes waits in that thread's
/// queue, so turns never nest. After <see cref="TurnsMax"/> turns the thread gets back to its own work and the thread pool takes the rest.
/// </summary>
internal sealed class InlineScheduler : IMailboxScheduler
{
    internal const int TurnsMax = 32;

    private readonly ThreadLocal<ThreadQueue> _queues = new(static () => new ThreadQueue());

    public void Schedule(IRunnable mailbox)
    {
        var queue = _queues.Value!;
        queue.Waiting.Enqueue(mailbox);
        if (!queue.IsRunning)
        {
            RunQueue(queue);
        }
    }

    private void RunQueue(ThreadQueue queue)
    {
        queue.IsRunning = true;
        try
        {
            for (var turns = 0; turns < TurnsMax && queue.Waiting.TryDequeue(out var next); turns++)
            {
                next.Run();
            }
        }
        finally
        {
            queue.IsRunning = false;
            while (queue.Waiting.TryDequeue(out var left))
            {
                ThreadPool.UnsafeQueueUserWorkItem(Schedule, left, preferLocal: false);
            }
        }
    }

    private sealed class ThreadQueue
    {
        internal Queue<IRunnable> Waiting { get; } = new();

        internal bool IsRunning { get; set; }
    }
}
