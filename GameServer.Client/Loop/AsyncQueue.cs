using System.Collections.Concurrent;

namespace GameServer.Client.Loop;

/// <summary>A queue between threads with one reader, which may wait. (netstandard2.1 has no System.Threading.Channels.)</summary>
internal sealed class AsyncQueue<T>
{
    private readonly ConcurrentQueue<T> _items = new();
    private readonly SemaphoreSlim _count = new(0);

    internal void Add(T item)
    {
        _items.Enqueue(item);
        _count.Release();
    }

    internal async Task<T> TakeAsync(CancellationToken cancel)
    {
        await _count.WaitAsync(cancel).ConfigureAwait(false);
        return _items.TryDequeue(out var item) ? item : throw new InvalidOperationException("The queue has one reader only.");
    }
}
