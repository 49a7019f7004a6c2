using System.Buffers;

namespace GameServer.Sessions;

/// <summary>
/// The frames that wait in an outbox, in order: small ones copied together, large ones whose bytes last as they are, and a room's updates
/// as long as nothing else waits where they are kept for all its members. Holds nothing while nothing waits. Used under its outbox's lock.
/// </summary>
/// <param name="form">The form of the envelopes.</param>
/// <param name="batchBytesMax">How much of them makes one WebSocket message.</param>
/// <param name="pool">Where buffers come from.</param>
internal struct OutboxQueue(Subprotocol form, int batchBytesMax, ArrayPool<byte> pool)
{
    // Larger frames whose bytes last are not copied.
    private const int CopiedBytesMax = 4096;

    private OutboxBuffer _open;
    private Queue<OutboxPiece>? _sealed;
    private SharedMessage? _shared;
    private int _sharedFrames;
    private int _sharedBytes;

    internal readonly bool IsEmpty => _shared is null && _sealed is null && _open.IsEmpty;

    /// <summary>Puts a frame behind the others.</summary>
    internal void Add(ReadOnlyMemory<byte> bytes, OutboxEntry kind, bool isLasting)
    {
        CopyShared();
        if (isLasting && bytes.Length > CopiedBytesMax)
        {
            SealOpen();
            AddAsIs(bytes, kind);
            return;
        }

        AddCopy(bytes.Span, kind);
    }

    /// <summary>Puts the last update of a shared message behind the others.</summary>
    internal void Add(SharedMessage message)
    {
        if (message.PayloadBytes <= batchBytesMax && HasAllBefore(message))
        {
            if (_shared is null)
            {
                _shared = message;
                message.Hold();
            }

            _sharedFrames++;
            _sharedBytes = message.PayloadBytes;
            return;
        }

        CopyShared();
        AddCopy(message.Payload(message.LastFrom, message.LastBytes), OutboxEntry.Update);
    }

    /// <summary>Takes the shared message, if it waits whole and alone.</summary>
    internal bool TryTake(SharedMessage message, out OutboxPiece piece)
    {
        if (_shared != message || _sharedBytes != message.PayloadBytes)
        {
            piece = default;
            return false;
        }

        piece = new OutboxPiece(default, null, _sharedFrames, _sharedBytes, _sharedBytes);
        ReleaseShared();
        return true;
    }

    /// <summary>What waits as part of a shared message is from now on here.</summary>
    internal void CopyShared()
    {
        if (_shared is { } message)
        {
            _open.Add(message.Payload(0, _sharedBytes), OutboxEntry.Update, form, pool, _sharedFrames);
            ReleaseShared();
        }
    }

    /// <summary>What is to be written next; false when nothing waits. Whoever takes a piece puts it away.</summary>
    internal bool TryTake(out OutboxPiece piece)
    {
        CopyShared();
        if (_sealed is not null)
        {
            piece = _sealed.Dequeue();
            _sealed = _sealed.Count > 0 ? _sealed : null;
            return true;
        }

        if (_open.IsEmpty)
        {
            piece = default;
            return false;
        }

        piece = _open.Seal(form);
        return true;
    }

    internal readonly void PutAway(in OutboxPiece piece)
    {
        if (piece.Rented is { } rented)
        {
            pool.Return(rented);
        }
    }

    /// <summary>
    /// Drops what waits, except the rest of a message whose beginning is with the transport: what follows it could not be read.
    /// </summary>
    /// <param name="isWriting">Whether the piece taken last is being written.</param>
    /// <returns>Frames and bytes that are left.</returns>
    internal (int Frames, int Bytes) Drop(bool isWriting)
    {
        ReleaseShared();
        _open.Clear(pool);
        var waiting = _sealed;
        _sealed = null;
        var (frames, bytes) = (0, 0);
        var isBegun = isWriting;
        while (waiting is not null && waiting.TryDequeue(out var piece))
        {
            isBegun &= piece.Continues;
            if (isBegun)
            {
                (_sealed ??= new Queue<OutboxPiece>()).Enqueue(piece);
                frames += piece.Frames;
                bytes += piece.FrameBytes;
            }
            else
            {
                PutAway(piece);
            }
        }

        return (frames, bytes);
    }

    private readonly bool HasAllBefore(SharedMessage message) =>
        _shared == message ? _sharedBytes == message.LastFrom : message.LastFrom == 0 && IsEmpty;

    private void ReleaseShared()
    {
        _shared?.Release();
        (_shared, _sharedFrames, _sharedBytes) = (null, 0, 0);
    }

    private void AddCopy(ReadOnlySpan<byte> bytes, OutboxEntry kind)
    {
        if (!_open.Takes(kind != OutboxEntry.Wire, bytes.Length, batchBytesMax))
        {
            SealOpen();
        }

        _open.Add(bytes, kind, form, pool);
    }

    private void AddAsIs(ReadOnlyMemory<byte> bytes, OutboxEntry kind)
    {
        _sealed ??= new Queue<OutboxPiece>();
        if (kind == OutboxEntry.Wire)
        {
            _sealed.Enqueue(new OutboxPiece(bytes, null, 1, bytes.Length));
            return;
        }

        var (before, after) = WireFrame.Around(form, bytes.Length);
        _sealed.Enqueue(new OutboxPiece(before, null, 0, 0));
        var updateBytes = kind == OutboxEntry.Update ? bytes.Length : 0;
        _sealed.Enqueue(new OutboxPiece(bytes, null, 1, bytes.Length, updateBytes, Continues: true));
        if (!after.IsEmpty)
        {
            _sealed.Enqueue(new OutboxPiece(after, null, 0, 0, Continues: true));
        }
    }

    private void SealOpen()
    {
        if (!_open.IsEmpty)
        {
            (_sealed ??= new Queue<OutboxPiece>()).Enqueue(_open.Seal(form));
        }
    }
}
