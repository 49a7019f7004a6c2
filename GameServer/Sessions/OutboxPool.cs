using System.Buffers;

namespace GameServer.Sessions;

/// <summary>
/// Buffers for what waits in outboxes. What waits is mostly little, but in many at once, and much where many clients do not read: more than
/// the shared pool keeps of a size. Left to the collector, buffers of clients who are gone would lie beside those of the next ones until it
/// comes to the eldest generation. From any thread.
/// </summary>
/// <param name="collections">How often the collector has come to the eldest generation.</param>
internal sealed class OutboxPool(Func<int> collections) : ArrayPool<byte>
{
    /// <summary>What an outbox begins with.</summary>
    internal const int SmallBytes = 1024;

    /// <summary>What it goes on with.</summary>
    internal const int LargeBytes = 65_536;

    // 4 MiB.
    private const int SmallKeptMax = 4096;

    private const int EldestGeneration = 2;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]> _small = new();
    private readonly Stack<byte[]> _large = new();
    private int _leastLarge;
    private int _collections;

    internal OutboxPool()
        : this(() => GC.CollectionCount(EldestGeneration))
    {
    }

    /// <summary>Large buffers that wait to be used again.</summary>
    internal int LargeKept
    {
        get
        {
            lock (_lock)
            {
                return _large.Count;
            }
        }
    }

    /// <inheritdoc />
    public override byte[] Rent(int minimumLength)
    {
        if (minimumLength > SmallBytes && minimumLength != LargeBytes)
        {
            return Shared.Rent(minimumLength);
        }

        lock (_lock)
        {
            if ((minimumLength == LargeBytes ? _large : _small).TryPop(out var kept))
            {
                _leastLarge = Math.Min(_leastLarge, _large.Count);
                return kept;
            }
        }

        return GC.AllocateUninitializedArray<byte>(Math.Max(minimumLength, SmallBytes), pinned: minimumLength == LargeBytes);
    }

    /// <inheritdoc />
    public override void Return(byte[] array, bool clearArray = false)
    {
        if (array.Length > SmallBytes && array.Length != LargeBytes)
        {
            Shared.Return(array, clearArray);
            return;
        }

        lock (_lock)
        {
            if (array.Length == LargeBytes)
            {
                _large.Push(array);
            }
            else if (_small.Count < SmallKeptMax)
            {
                _small.Push(array);
            }

            Trim(collections());
        }
    }

    // Whatever nobody has needed since the collector last came to the eldest generation is left to it.
    private void Trim(int collected)
    {
        if (collected == _collections)
        {
            return;
        }

        for (_collections = collected; _leastLarge > 0; _leastLarge--)
        {
            _large.Pop();
        }

        _leastLarge = _large.Count;
    }
}
