using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace GameServer.Sessions;

/// <summary>
/// What an outbox holds and where it is in its life, under one lock. From any thread; it calls nobody. Whoever began a piece, or was told
/// that there is a next one, writes it and says when it is written.
/// </summary>
internal struct OutboxContents(Subprotocol form, OutboxLimits limits, ArrayPool<byte> pool)
{
    private readonly Lock _lock = new();
    private OutboxQueue _waiting = new(form, limits.BatchBytesMax, pool);
    private OutboxLoad _load = new(limits);
    private OutboxPiece _writing;
    private volatile OutboxState _state;
    private bool _isWriting;
    private Action? _drained;

    internal readonly OutboxState State => _state;

    /// <summary>As <see cref="Outbox.Prefetch(ReadOnlySpan{Outbox})"/>.</summary>
    internal readonly bool Prefetch() => _lock.IsHeldByCurrentThread | _isWriting;

    /// <summary>What is to be written. For whoever writes it.</summary>
    [UnscopedRef]
    internal readonly ref readonly OutboxPiece Writing => ref _writing;

    /// <summary>Bytes that wait or are being written.</summary>
    internal readonly int BytesHeld
    {
        get
        {
            lock (_lock)
            {
                return _load.Bytes;
            }
        }
    }

    /// <summary>Puts a frame behind the others. What waits is dropped when it does not fit and is no update.</summary>
    internal OutboxAnswer Add(ReadOnlyMemory<byte> bytes, OutboxEntry kind, bool isLasting)
    {
        lock (_lock)
        {
            if (_state != OutboxState.Open)
            {
                return OutboxAnswer.Closed;
            }

            if (_load.Takes(bytes.Length, kind, _isWriting))
            {
                _load.Add(bytes.Length, kind);
                _waiting.Add(bytes, kind, isLasting);
                return OutboxAnswer.Taken;
            }

            if (kind == OutboxEntry.Update)
            {
                return OutboxAnswer.Behind;
            }

            Move(OutboxEvent.LimitReached);
            var (frames, bytesLeft) = _waiting.Drop(_isWriting);
            _load.Keep(frames + _writing.Frames, bytesLeft + _writing.FrameBytes);
            return OutboxAnswer.OverLimit;
        }
    }

    /// <summary>Puts the last update of a message that many clients get behind the others.</summary>
    internal OutboxAnswer Add(SharedMessage message)
    {
        lock (_lock)
        {
            if (_state != OutboxState.Open)
            {
                return OutboxAnswer.Closed;
            }

            var bytes = message.LastBytes;
            if (!_load.Takes(bytes, OutboxEntry.Update, _isWriting))
            {
                return OutboxAnswer.Behind;
            }

            _load.Add(bytes, OutboxEntry.Update);
            _waiting.Add(message);
            return OutboxAnswer.Taken;
        }
    }

    /// <summary>Puts the last frame in, whatever the limits. False when there is one already or all has ended.</summary>
    internal bool AddClose(ReadOnlyMemory<byte> closeFrame)
    {
        lock (_lock)
        {
            if (!Move(OutboxEvent.CloseTaken))
            {
                return false;
            }

            _load.Add(closeFrame.Length, OutboxEntry.Wire);
            _waiting.Add(closeFrame, OutboxEntry.Wire, isLasting: true);
            return true;
        }
    }

    /// <summary>A frame that should have followed cannot. False when nothing more was taken anyway.</summary>
    internal bool Break()
    {
        lock (_lock)
        {
            return Move(OutboxEvent.FrameFailed);
        }
    }

    /// <summary>Drops what waits: the connection is gone. True when nothing is being written, and nothing will be.</summary>
    internal bool End()
    {
        lock (_lock)
        {
            if (!Move(OutboxEvent.Gone))
            {
                return false;
            }

            _waiting.Drop(isWriting: false);
            _load.Keep(frames: 0, bytes: 0);
            _drained = null;
            return !_isWriting;
        }
    }

    /// <summary>Begins with what waits. False when nothing does, or another thread is at it.</summary>
    internal bool TryBegin()
    {
        lock (_lock)
        {
            return !_isWriting && (_isWriting = _waiting.TryTake(out _writing));
        }
    }

    /// <summary>The same, with an update that was not put in. False also when something waits.</summary>
    internal bool TryBegin(int updateBytes)
    {
        lock (_lock)
        {
            if (_state != OutboxState.Open || _isWriting || !_waiting.IsEmpty)
            {
                return false;
            }

            _isWriting = true;
            _writing = new OutboxPiece(default, null, 1, updateBytes, updateBytes);
            _load.Add(updateBytes, OutboxEntry.Update);
            return true;
        }
    }

    /// <summary>The same, with a message that many clients get. False also when it does not wait whole and alone.</summary>
    internal bool TryBegin(SharedMessage message)
    {
        lock (_lock)
        {
            if (_isWriting)
            {
                _waiting.CopyShared();
                return false;
            }

            return _isWriting = _waiting.TryTake(message, out _writing);
        }
    }

    /// <summary>This is what is left to be written of what was begun.</summary>
    internal void Keep(ReadOnlySpan<byte> rest)
    {
        var rented = pool.Rent(rest.Length);
        rest.CopyTo(rented);
        lock (_lock)
        {
            _writing = _writing with { Bytes = rented.AsMemory(0, rest.Length), Rented = rented };
        }
    }

    /// <summary>What was begun is written, or will never be. Whether there is more to write.</summary>
    /// <param name="hasEnded">If not: nothing ever will be written again.</param>
    /// <param name="drained">If neither: whom to call now.</param>
    internal bool IsNext(out bool hasEnded, out Action? drained)
    {
        lock (_lock)
        {
            (hasEnded, drained) = (false, null);
            if (_state != OutboxState.Ended)
            {
                _load.Remove(_writing);
            }

            _waiting.PutAway(_writing);
            if (_waiting.TryTake(out _writing))
            {
                return true;
            }

            _isWriting = false;
            Move(OutboxEvent.AllWritten);
            hasEnded = _state == OutboxState.Ended;
            (drained, _drained) = (hasEnded ? null : _drained, null);
            return false;
        }
    }

    /// <summary>Keeps whom to call when all is written, unless all has ended. False when nothing waits: now.</summary>
    internal bool AddDrained(Action drained)
    {
        lock (_lock)
        {
            if (!_isWriting && _waiting.IsEmpty)
            {
                return false;
            }

            _drained += _state == OutboxState.Ended ? null : drained;
            return true;
        }
    }

    private bool Move(OutboxEvent happened)
    {
        var before = _state;
        _state = before.After(happened);
        return _state != before;
    }
}
