namespace GameServer.Links;

/// <summary>
/// What waits for one connection, and the only writer of it. Any thread may put frames in; what waits while a message is on its way becomes
/// the next message. What one put gave stays in one message.
/// </summary>
/// <param name="connection">Takes one message at a time.</param>
/// <param name="bytesMax">How much may wait, what is on its way included.</param>
/// <param name="overLimit">Told once, when something that had to fit did not.</param>
internal sealed class LinkOutbox(ILinkConnection connection, int bytesMax, Action overLimit)
{
    /// <summary>Bytes of one message, as far as one put is not larger.</summary>
    internal const int MessageBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<LinkPiece> _sealed = new();
    private LinkPiece _open;
    private LinkPiece _underWay;
    private int _bytesHeld;
    private bool _isUnderWay;
    private bool _isPumping;
    private bool _isDown;

    /// <summary>What has crossed the links of this node. Set before the link is up.</summary>
    internal LinkCounts Counts { get; set; } = new();

    /// <summary>What both sides speak. Set before the link is up.</summary>
    internal uint Version { get; set; }

    /// <summary>Bytes that wait or are on their way.</summary>
    internal int BytesHeld
    {
        get
        {
            lock (_gate)
            {
                return _bytesHeld;
            }
        }
    }

    /// <summary>Takes all of these frames, which are copied, or nothing.</summary>
    /// <param name="frames">Encoded elements of a repeated field, one or several.</param>
    /// <param name="mustFit">Whether the link breaks when there is no room for them.</param>
    internal LinkAnswer Put(ReadOnlySpan<byte> frames, bool mustFit = false)
    {
        var answer = TryAdd(frames, mustFit);
        if (answer == LinkAnswer.Taken)
        {
            Pump();
        }
        else if (answer == LinkAnswer.Full && mustFit)
        {
            overLimit();
            return LinkAnswer.Down;
        }

        return answer;
    }

    /// <summary>A message of the link itself, behind what waits, and never joined with frames. Its size is the link's own affair.</summary>
    internal void PutAlone(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_isDown)
            {
                return;
            }

            SealOpen();
            var piece = default(LinkPiece);
            piece.Add(message);
            _bytesHeld += message.Length;
            _sealed.Enqueue(piece with { Puts = 0 });
        }

        Pump();
    }

    /// <summary>A sign of life, where nothing else is one.</summary>
    internal void Ping()
    {
        lock (_gate)
        {
            if (_isDown || _isUnderWay || !HasNothing)
            {
                return;
            }

            _sealed.Enqueue(default);
        }

        Pump();
    }

    /// <summary>The connection takes the next message.</summary>
    internal void Sent()
    {
        lock (_gate)
        {
            if (!_isUnderWay)
            {
                return;
            }

            EndUnderWay();
        }

        Pump();
    }

    /// <summary>Takes nothing more, and what waits is dropped. What is on its way is the connection's until it has ended.</summary>
    internal void GoDown()
    {
        lock (_gate)
        {
            DropWaiting();
        }
    }

    /// <summary>The connection has ended: it uses no bytes any more.</summary>
    internal void Ended()
    {
        lock (_gate)
        {
            DropWaiting();
            EndUnderWay();
        }
    }

    private bool HasNothing => _sealed.Count == 0 && _open.Length == 0;

    private LinkAnswer TryAdd(ReadOnlySpan<byte> frames, bool mustFit)
    {
        lock (_gate)
        {
            if (_isDown)
            {
                return LinkAnswer.Down;
            }

            if ((long)_bytesHeld + frames.Length > bytesMax)
            {
                if (mustFit)
                {
                    DropWaiting();
                }

                return LinkAnswer.Full;
            }

            if (_open.Length + frames.Length > MessageBytes)
            {
                SealOpen();
            }

            _open.Add(frames);
            _bytesHeld += frames.Length;
            return LinkAnswer.Taken;
        }
    }

    // One thread at a time gives messages to the connection. Whoever comes meanwhile leaves it to that one, which looks again at the end.
    private void Pump()
    {
        while (TryTake() is { } piece)
        {
            if (piece.Puts > 0)
            {
                Counts.CountOut(piece.Puts, piece.Length);
            }

            connection.Send(piece.Bytes);
            lock (_gate)
            {
                _isPumping = false;
            }
        }
    }

    private LinkPiece? TryTake()
    {
        lock (_gate)
        {
            if (_isDown || _isPumping || _isUnderWay || HasNothing)
            {
                return null;
            }

            if (_sealed.Count == 0)
            {
                SealOpen();
            }

            _underWay = _sealed.Dequeue();
            _isUnderWay = true;
            _isPumping = true;
            return _underWay;
        }
    }

    private void SealOpen()
    {
        if (_open.Length > 0)
        {
            _sealed.Enqueue(_open);
            _open = default;
        }
    }

    private void EndUnderWay()
    {
        _bytesHeld -= _underWay.Length;
        _underWay.Return();
        _underWay = default;
        _isUnderWay = false;
    }

    private void DropWaiting()
    {
        _isDown = true;
        SealOpen();
        while (_sealed.TryDequeue(out var piece))
        {
            _bytesHeld -= piece.Length;
            piece.Return();
        }
    }
}

/// <summary>What became of a put.</summary>
internal enum LinkAnswer
{
    /// <summary>It leaves in its turn, unless the link breaks first.</summary>
    Taken,

    /// <summary>It would have been more than may wait; nothing of it was taken.</summary>
    Full,

    /// <summary>The link is down; nothing of it was taken.</summary>
    Down,
}
