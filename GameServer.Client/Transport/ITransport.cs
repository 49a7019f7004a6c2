namespace GameServer.Client.Transport;

/// <summary>Opens connections that carry whole messages both ways.</summary>
internal interface ITransport
{
    Task<IConnection> OpenAsync(Uri address, CancellationToken cancel);
}

/// <summary>One connection. One task receives, one sends. Disposing drops it without a word.</summary>
internal interface IConnection : IDisposable
{
    Task SendAsync(byte[] message, CancellationToken cancel);

    /// <summary>The next message, or how the connection ended; after that it is not called again.</summary>
    Task<Reception> ReceiveAsync(CancellationToken cancel);

    /// <summary>Says that nothing more will be sent; the other side's close is still to be received.</summary>
    Task CloseAsync(CancellationToken cancel);
}

/// <summary>What came in.</summary>
internal abstract record Reception
{
    private Reception()
    {
    }

    internal sealed record Message(ReadOnlyMemory<byte> Bytes) : Reception;

    internal sealed record Ended(int Code, string Reason) : Reception;
}
