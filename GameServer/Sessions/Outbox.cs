namespace GameServer.Sessions;

/// <summary>What waits for one client. Any thread may put a frame in; the connection's writer takes them out in order.</summary>
/// <param name="form">The form in which envelopes are held.</param>
/// <param name="limits">Over the hard ones the connection ends.</param>
/// <param name="writer">Told when something waits.</param>
internal sealed class Outbox(Subprotocol form, OutboxLimits limits, IOutboxWriter writer)
{
    private readonly Lock _lock = new();
    private readonly Queue<OutboxEntry> _waiting = new();
    private OutboxState _state;
    private int _waitingBytes;
    private int _writingFrames;
    private int _writingBytes;

    internal OutboxState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Bytes that wait or are being written.</summary>
    internal int BytesHeld
    {
        get
        {
            lock (_lock)
            {
                return _waitingBytes + _writingBytes;
            }
        }
    }

    /// <summary>Puts a frame behind the others.</summary>
    internal OutboxAnswer Enqueue(OutgoingFrame frame)
    {
        if (State != OutboxState.Open)
        {
            return OutboxAnswer.Closed;
        }

        var encoded = frame.In(form);
        return encoded.Failure is { } failure
            ? Break(failure)
            : Put(new OutboxEntry(OutboxEntryKind.Envelope, encoded.Bytes, frame));
    }

    /// <summary>Puts whole WebSocket frames behind the others. The bytes are not changed afterwards.</summary>
    internal OutboxAnswer EnqueueWire(ReadOnlyMemory<byte> frames) => Put(new OutboxEntry(OutboxEntryKind.Wire, frames));

    /// <summary>Puts the last frame in, whatever the limits. False when there is one already or the connection has ended.</summary>
    internal bool Close(ReadOnlyMemory<byte> closeFrame)
    {
        lock (_lock)
        {
            if (_state is OutboxState.Closing or OutboxState.Ended)
            {
                return false;
            }

            _state = OutboxState.Closing;
            Add(new OutboxEntry(OutboxEntryKind.Close, closeFrame));
        }

        writer.Wake();
        return true;
    }

    /// <summary>The connection is gone: what waits is dropped, and the writer finds the end.</summary>
    internal void End()
    {
        lock (_lock)
        {
            _state = OutboxState.Ended;
            Clear();
            _writingFrames = 0;
            _writingBytes = 0;
        }

        writer.Wake();
    }

    /// <summary>
    /// Moves what goes out in one flush into the batch, and takes what the call before gave as written.
    /// Called by the one writer.
    /// </summary>
    internal OutboxTaken Take(List<OutboxEntry> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            _writingFrames = 0;
            _writingBytes = 0;
            if (_state == OutboxState.Ended)
            {
                return OutboxTaken.Ended;
            }

            while (_waiting.TryPeek(out var next) && (batch.Count == 0 || _writingBytes + next.Bytes.Length <= limits.BatchBytesMax))
            {
                _waiting.Dequeue();
                batch.Add(next);
                _writingFrames++;
                _writingBytes += next.Bytes.Length;
            }

            _waitingBytes -= _writingBytes;
        }

        return batch.Count == 0 ? OutboxTaken.Nothing
            : batch[^1].Kind == OutboxEntryKind.Close ? OutboxTaken.Last
            : OutboxTaken.Batch;
    }

    private OutboxAnswer Put(OutboxEntry entry)
    {
        bool wasEmpty;
        bool overLimit;
        lock (_lock)
        {
            if (_state != OutboxState.Open)
            {
                return OutboxAnswer.Closed;
            }

            wasEmpty = _waiting.Count == 0;
            var framesHeld = _waiting.Count + _writingFrames;
            overLimit = framesHeld >= limits.FramesMax ||
                (framesHeld > 0 && (long)_waitingBytes + _writingBytes + entry.Bytes.Length > limits.BytesMax);
            if (overLimit)
            {
                _state = OutboxState.Overflowed;
                Clear();
            }
            else
            {
                Add(entry);
            }
        }

        if (overLimit)
        {
            writer.OverLimit();
            return OutboxAnswer.OverLimit;
        }

        if (wasEmpty)
        {
            writer.Wake();
        }

        return OutboxAnswer.Taken;
    }

    // What waits is still written; only what should have followed it cannot be.
    private OutboxAnswer Break(Exception failure)
    {
        lock (_lock)
        {
            if (_state != OutboxState.Open)
            {
                return OutboxAnswer.Closed;
            }

            _state = OutboxState.Broken;
        }

        writer.Unwritable(failure);
        return OutboxAnswer.Closed;
    }

    private void Add(OutboxEntry entry)
    {
        _waiting.Enqueue(entry);
        _waitingBytes += entry.Bytes.Length;
    }

    private void Clear()
    {
        _waiting.Clear();
        _waiting.TrimExcess();
        _waitingBytes = 0;
    }
}
