using System.Collections.Concurrent;
using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>
/// A woken mailbox is run by the thread that woke it, which saves the hand-over between threads. What its turn wakes waits in that thread's
/// queue, first in, first out, so turns never nest. After <see cref="TurnsMax"/> turns the thread gets back to its own work and the thread
/// pool takes the rest. A mailbox that took over <see cref="SlowTurnMs"/> for a turn has its next ones run by the pool.
/// </summary>
internal sealed class InlineScheduler(TimeProvider time) : IMailboxScheduler, IThreadPoolWorkItem
{
    internal const int TurnsMax = 64;
    internal const int SlowTurnMs = 1;

    // One for all schedulers: turns of different systems must not nest on one thread either.
    [ThreadStatic]
    private static ThreadQueue? _ofThisThread;

    // For each of them the scheduler itself waits once in the pool's queue, so that handing over makes no object.
    private readonly ConcurrentQueue<IRunnable> _handedOver = new();
    private readonly long _slowTicks = time.TimestampFrequency * SlowTurnMs / 1000;

    private static ThreadQueue OfThisThread => _ofThisThread ??= new ThreadQueue();

    public void Schedule(IRunnable mailbox)
    {
        if (mailbox.IsSlow)
        {
            HandOver(mailbox);
            return;
        }

        var queue = OfThisThread;
        queue.Waiting.Enqueue(mailbox);
        if (!queue.IsRunning && queue.Holds == 0)
        {
            RunQueue(queue);
        }
    }

    public void Hold() => OfThisThread.Holds++;

    public void Release()
    {
        var queue = OfThisThread;
        Invariant.Check(queue.Holds > 0, "only what holds is released, by its own thread");
        if (--queue.Holds == 0 && !queue.IsRunning && queue.Waiting.Count > 0)
        {
            RunQueue(queue);
        }
    }

    public void NoteTurn(ref TurnPace pace)
    {
        var queue = OfThisThread;
        var now = time.GetTimestamp();
        pace.Add(now - queue.TurnBegan > _slowTicks);
        queue.TurnBegan = now;
    }

    /// <summary>On the pool: one mailbox that was handed over, then what its turn wakes.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Invariant.Check(_handedOver.TryDequeue(out var mailbox), "every work item has its mailbox");
        var queue = OfThisThread;
        queue.Waiting.Enqueue(mailbox!);
        RunQueue(queue);
    }

    private void RunQueue(ThreadQueue queue)
    {
        queue.IsRunning = true;
        queue.TurnBegan = time.GetTimestamp();
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
                HandOver(left);
            }
        }
    }

    private void HandOver(IRunnable mailbox)
    {
        _handedOver.Enqueue(mailbox);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private sealed class ThreadQueue
    {
        internal Queue<IRunnable> Waiting { get; } = new();

        internal bool IsRunning { get; set; }

        internal int Holds { get; set; }

        internal long TurnBegan { get; set; }
    }
}
