using System.Buffers;

namespace GameServer.Sessions;

/// <summary>
/// Buffers for what waits in outboxes. What waits is mostly little, but in many at once, more than the shared pool keeps of a size: buffers
/// of the smallest size are kept here. From any thread.
/// </summary>
internal sealed class OutboxPool : ArrayPool<byte>
{
    internal const int SmallBytes = 1024;

    // 4 MiB.
    private const int SmallKeptMax = 4096;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]> _small = new();

    /// <inheritdoc />
    public override byte[] Rent(int minimumLength)
    {
        if (minimumLength > SmallBytes)
        {
            return Shared.Rent(minimumLength);
        }

        lock (_lock)
        {
            if (_small.TryPop(out var kept))
            {
                return kept;
            }
        }

        return GC.AllocateUninitializedArray<byte>(SmallBytes);
    }

    /// <inheritdoc />
    public override void Return(byte[] array, bool clearArray = false)
    {
        if (array.Length > SmallBytes)
        {
            Shared.Return(array, clearArray);
            return;
        }

        lock (_lock)
        {
            if (_small.Count < SmallKeptMax)
            {
                _small.Push(array);
            }
        }
    }
}
