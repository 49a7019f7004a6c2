using System.Buffers;
using GameServer.Protocol.Codecs;

namespace GameServer.Sessions;

/// <summary>
/// What waits for one client, and the only way to its socket. Any thread may put frames in; they are written by the thread that flushes, or
/// by the one that is at it already. An outbox in which nothing waits holds no buffer.
/// </summary>
/// <param name="form">The form in which envelopes are held.</param>
/// <param name="limits">Over the hard ones the connection ends.</param>
/// <param name="pool">Where buffers come from.</param>
/// <param name="writer">The transport.</param>
internal sealed class Outbox(Subprotocol form, OutboxLimits limits, ArrayPool<byte> pool, IOutboxWriter writer)
{
    private readonly Lock _lock = new();
    private OutboxQueue _waiting = new(form, limits.BatchBytesMax, pool);
    private OutboxPiece _writing;
    private volatile OutboxState _state;
    private bool _isWriting;
    private OutboxLoad _load = new(limits);
    private Action? _drained;

    internal OutboxState State => _state;

    /// <summary>Bytes that wait or are being written.</summary>
    internal int BytesHeld
    {
        get
        {
            lock (_lock)
            {
                return _load.Bytes;
            }
        }
    }

    /// <summary>Puts a frame behind the others. It leaves with the next flush, at the latest.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="kind">A room's update is not taken when the client is behind.</param>
    internal OutboxAnswer Put(OutgoingFrame frame, OutboxEntry kind = OutboxEntry.Envelope)
    {
        if (_state != OutboxState.Open)
        {
            return OutboxAnswer.Closed;
        }

        var encoded = form == Subprotocol.Json ? frame.Json : frame.Binary;
        return encoded.Failure is { } failure ? Break(failure) : Put(encoded.Bytes, kind, encoded.IsLasting);
    }

    /// <summary>Puts a frame behind the others and flushes.</summary>
    internal OutboxAnswer Send(OutgoingFrame frame, OutboxEntry kind = OutboxEntry.Envelope)
    {
        var answer = Put(frame, kind);
        Flush();
        return answer;
    }

    /// <summary>
    /// The same for a room's update, which many clients get: where nothing waits, the message that was made of it for all of them is
    /// written from where it is, and what the transport does not take is copied.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="message">The frame as a WebSocket message for connections in binary form.</param>
    internal OutboxAnswer Send(OutgoingFrame frame, ReadOnlySpan<byte> message)
    {
        if (form != Subprotocol.Binary || !TryBegin(frame.Binary.Bytes.Length))
        {
            return Send(frame, OutboxEntry.Update);
        }

        var count = writer.WriteSome(message);
        if (count == message.Length || count < 0)
        {
            Written(count < 0 ? OutboxWrite.Gone : OutboxWrite.Done);
        }
        else
        {
            Keep(message[count..]);
            WriteOn();
        }

        return OutboxAnswer.Taken;
    }

    /// <summary>Puts whole WebSocket frames behind the others and flushes. The bytes are not changed afterwards.</summary>
    internal OutboxAnswer PutWire(ReadOnlyMemory<byte> frames)
    {
        var answer = Put(frames, OutboxEntry.Wire, isLasting: true);
        Flush();
        return answer;
    }

    /// <summary>
    /// Puts the last frame in, whatever the limits, and flushes. False when there is one already or the connection has ended.
    /// </summary>
    internal bool Close(ReadOnlyMemory<byte> closeFrame)
    {
        lock (_lock)
        {
            if (!Move(OutboxEvent.CloseTaken))
            {
                return false;
            }

            _load.Add(closeFrame.Length, OutboxEntry.Wire);
            _waiting.Add(closeFrame, OutboxEntry.Wire, isLasting: true);
        }

        Flush();
        return true;
    }

    /// <summary>The connection is gone: what waits is dropped.</summary>
    internal void End()
    {
        lock (_lock)
        {
            if (!Move(OutboxEvent.Gone))
            {
                return;
            }

            _waiting.Drop(isWriting: false);
            _load.Keep(frames: 0, bytes: 0);
            _drained = null;
            if (_isWriting)
            {
                return;
            }
        }

        writer.Ended();
    }

    /// <summary>Writes what waits, on this thread. Where a thread is writing already, that one goes on until nothing is left.</summary>
    internal void Flush()
    {
        lock (_lock)
        {
            if (_isWriting || !_waiting.TryTake(out _writing))
            {
                return;
            }

            _isWriting = true;
        }

        WriteOn();
    }

    /// <summary>
    /// Calls this once when the transport has all that waits, on whatever thread hands it over; at once when nothing waits; never when the
    /// connection ends before.
    /// </summary>
    internal void WhenDrained(Action drained)
    {
        lock (_lock)
        {
            if (_isWriting || !_waiting.IsEmpty)
            {
                _drained += _state == OutboxState.Ended ? null : drained;
                return;
            }
        }

        drained();
    }

    /// <summary>A write that was pending has ended. Called by the writer, on whatever thread it ended.</summary>
    internal void Written(OutboxWrite outcome)
    {
        if (IsNextAfter(outcome))
        {
            WriteOn();
        }
    }

    private bool TryBegin(int frameBytes)
    {
        lock (_lock)
        {
            if (_state != OutboxState.Open || _isWriting || !_waiting.IsEmpty)
            {
                return false;
            }

            _isWriting = true;
            _writing = new OutboxPiece(default, null, 1, frameBytes, frameBytes);
            _load.Add(frameBytes, OutboxEntry.Update);
            return true;
        }
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        var rented = pool.Rent(rest.Length);
        rest.CopyTo(rented);
        lock (_lock)
        {
            _writing = _writing with { Bytes = rented.AsMemory(0, rest.Length), Rented = rented };
        }
    }

    private void WriteOn()
    {
        OutboxWrite outcome;
        do
        {
            outcome = writer.Write(_writing.Bytes, _writing.Frames);
        }
        while (outcome != OutboxWrite.Pending && IsNextAfter(outcome));
    }

    // Puts away what was written and says whether there is more to write.
    private bool IsNextAfter(OutboxWrite outcome)
    {
        if (outcome == OutboxWrite.Gone)
        {
            End();
        }

        Action? then;
        lock (_lock)
        {
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
            (then, _drained) = (_state == OutboxState.Ended ? writer.Ended : _drained, null);
        }

        then?.Invoke();
        return false;
    }

    private OutboxAnswer Put(ReadOnlyMemory<byte> bytes, OutboxEntry kind, bool isLasting)
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
        }

        writer.OverLimit();
        return OutboxAnswer.OverLimit;
    }

    // What waits is still written; only what should have followed it cannot be.
    private OutboxAnswer Break(Exception failure)
    {
        lock (_lock)
        {
            if (!Move(OutboxEvent.FrameFailed))
            {
                return OutboxAnswer.Closed;
            }
        }

        writer.Unwritable(failure);
        return OutboxAnswer.Closed;
    }

    private bool Move(OutboxEvent happened)
    {
        var before = _state;
        _state = before.After(happened);
        return _state != before;
    }
}
