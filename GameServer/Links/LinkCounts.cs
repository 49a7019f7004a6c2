namespace GameServer.Links;

/// <summary>What has crossed a node's links so far, those that are down by now too; signs of life and handshakes are not counted.</summary>
internal sealed class LinkCounts
{
    private long _messagesOut;
    private long _putsOut;
    private long _bytesOut;
    private long _messagesIn;
    private long _bytesIn;

    internal long MessagesOut => Interlocked.Read(ref _messagesOut);

    /// <summary>Puts that were taken and given to a connection.</summary>
    internal long PutsOut => Interlocked.Read(ref _putsOut);

    internal long BytesOut => Interlocked.Read(ref _bytesOut);

    internal long MessagesIn => Interlocked.Read(ref _messagesIn);

    internal long BytesIn => Interlocked.Read(ref _bytesIn);

    internal void CountOut(int puts, int bytes)
    {
        Interlocked.Increment(ref _messagesOut);
        Interlocked.Add(ref _putsOut, puts);
        Interlocked.Add(ref _bytesOut, bytes);
    }

    internal void CountIn(int bytes)
    {
        Interlocked.Increment(ref _messagesIn);
        Interlocked.Add(ref _bytesIn, bytes);
    }
}
