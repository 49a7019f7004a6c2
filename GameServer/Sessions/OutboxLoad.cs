namespace GameServer.Sessions;

/// <summary>How much waits in an outbox or is being written, and whether more may. Used under its outbox's lock.</summary>
internal struct OutboxLoad(OutboxLimits limits)
{
    private int _frames;
    private int _updateBytes;
    private int _largestFrame;

    internal int Bytes { get; private set; }

    /// <param name="bytes">Of the frame.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="isWriting">
    /// The transport has not taken all there was. What nobody has begun to write says nothing of the client, however many updates it is.
    /// </param>
    internal readonly bool Takes(int bytes, OutboxEntry kind, bool isWriting) =>
        _frames == 0
        || (_frames < limits.FramesMax
            && (long)Bytes + bytes <= limits.BytesMax
            && (kind != OutboxEntry.Update || !isWriting || (long)_updateBytes + bytes <= Math.Max(limits.UpdateBytesMax, _largestFrame)));

    internal void Add(int bytes, OutboxEntry kind)
    {
        _frames++;
        Bytes += bytes;
        if (kind == OutboxEntry.Update)
        {
            _updateBytes += bytes;
        }
        else
        {
            _largestFrame = Math.Max(_largestFrame, bytes);
        }
    }

    /// <summary>The piece is written.</summary>
    internal void Remove(in OutboxPiece piece)
    {
        _frames -= piece.Frames;
        Bytes -= piece.FrameBytes;
        _updateBytes -= piece.UpdateBytes;
    }

    /// <summary>All but this has been dropped. Updates are not taken any more.</summary>
    internal void Keep(int frames, int bytes) => (_frames, Bytes) = (frames, bytes);
}
