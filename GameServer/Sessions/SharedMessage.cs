namespace GameServer.Sessions;

/// <summary>
/// A room's updates, one behind the other, as one WebSocket message in binary form that waits in the outboxes of its members and is kept
/// once for all of them. The room adds to it and begins it anew, by one thread at a time; outboxes read it from any thread, each under its
/// own lock, and what they have been given of it does not change as long as one of them holds it.
/// </summary>
internal sealed class SharedMessage
{
    /// <summary>Beyond so many bytes an update waits in each outbox on its own.</summary>
    internal const int WaitingBytesMax = 8192;

    private const int BytesInitial = 256;
    private const int BytesKeptMax = 64 * 1024;
    private const int PayloadStart = WireFrame.HeaderBytesMax;

    private byte[] _bytes = [];
    private int _end = PayloadStart;
    private int _holders;

    internal bool IsEmpty => _end == PayloadStart;

    internal int PayloadBytes => _end - PayloadStart;

    /// <summary>Where in the payload the update that was added last begins.</summary>
    internal int LastFrom { get; private set; }

    internal int LastBytes => PayloadBytes - LastFrom;

    /// <summary>The payload so far with its header in front; nothing where there is none. For the room.</summary>
    internal ReadOnlySpan<byte> Whole
    {
        get
        {
            if (IsEmpty)
            {
                return [];
            }

            var start = WireFrame.WriteHeaderBefore(_bytes, PayloadStart, WireFrame.BinaryOpcode, PayloadBytes);
            return _bytes.AsSpan(start, _end - start);
        }
    }

    /// <summary>Whether an update of so many bytes may wait in it, behind those that do.</summary>
    internal bool Takes(int bytes) => PayloadBytes + bytes <= WaitingBytesMax;

    /// <summary>Adds an element of a ServerBatch. For the room.</summary>
    internal void Add(ReadOnlySpan<byte> element)
    {
        Reserve(_end + element.Length);
        element.CopyTo(_bytes.AsSpan(_end));
        LastFrom = PayloadBytes;
        _end += element.Length;
    }

    /// <summary>A part of the payload. For outboxes that hold it.</summary>
    internal ReadOnlySpan<byte> Payload(int from, int bytes) => _bytes.AsSpan(PayloadStart + from, bytes);

    /// <summary>An outbox has its first update of it. On the room's thread.</summary>
    internal void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>An outbox that held it does not look at it any more.</summary>
    internal void Release() => Interlocked.Decrement(ref _holders);

    /// <summary>What the room's next updates go into: this one where no outbox holds it, another one otherwise. For the room.</summary>
    internal SharedMessage Next()
    {
        if (Volatile.Read(ref _holders) > 0)
        {
            return new SharedMessage();
        }

        _end = PayloadStart;
        _bytes = _bytes.Length > BytesKeptMax ? [] : _bytes;
        return this;
    }

    private void Reserve(int bytes)
    {
        if (bytes > _bytes.Length)
        {
            var larger = new byte[Math.Max(bytes, Math.Max(BytesInitial, 2 * _bytes.Length))];
            _bytes.AsSpan(0, _end <= _bytes.Length ? _end : 0).CopyTo(larger);
            _bytes = larger;
        }
    }
}
