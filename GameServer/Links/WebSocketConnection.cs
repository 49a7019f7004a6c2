using System.Net.WebSockets;

namespace GameServer.Links;

/// <summary>
/// One end of a link as a WebSocket: one loop that reads message after message, each when the last has been used, and one send at a time.
/// An edge; from any thread.
/// </summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="messageBytesMax">The large limit.</param>
/// <param name="abort">Ends the connection below the WebSocket at once.</param>
internal sealed class WebSocketConnection(WebSocket socket, int messageBytesMax, Action abort) : ILinkConnection
{
    private const int FirstBytes = 16 * 1024;
    private const int KeptBytes = 1024 * 1024;

    private readonly SemaphoreSlim _next = new(0);
    private readonly SemaphoreSlim _sending = new(1);
    private volatile int _bytesMax = LinkOptions.GreetingBytesMax;
    private ILinkEvents? _events;
    private string? _cause;
    private long _received;

    /// <inheritdoc />
    public long BytesReceived => Interlocked.Read(ref _received);

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Binding { get; init; }

    /// <inheritdoc />
    public void Trust() => _bytesMax = messageBytesMax;

    /// <inheritdoc />
    public void Next() => _next.Release();

    /// <inheritdoc />
    public void Close() => End("closed here");

    /// <inheritdoc />
    public void Send(ReadOnlyMemory<byte> message)
    {
        // Nobody else sends; a connection that has ended keeps the place for itself.
        if (_sending.Wait(0))
        {
            _ = SendAsync(message);
        }
    }

    /// <summary>A dial has made the connection: tells the events so, reads until it ends, and says so.</summary>
    internal Task RunDialedAsync(ILinkEvents events)
    {
        // Known before they are told of it: they may send at once, and what they send may be sent before they return.
        _events = events;
        events.Opened(this);
        return ReadToEndAsync(events);
    }

    /// <summary>The connection was accepted: asks for its events, which send nothing before they have received something.</summary>
    internal Task RunAcceptedAsync(Func<ILinkConnection, ILinkEvents> accept) => ReadToEndAsync(_events = accept(this));

    private async Task ReadToEndAsync(ILinkEvents events)
    {
        try
        {
            await ReadAllAsync(events).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever ends the reading or a write has ended the connection.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            End(failure.Message);
        }

        // What a send was given is its giver's again after Closed, so that comes after the send.
        await _sending.WaitAsync().ConfigureAwait(false);
        events.Closed(_cause!);
    }

    private async Task ReadAllAsync(ILinkEvents events)
    {
        var buffer = new byte[FirstBytes];
        while (Volatile.Read(ref _cause) is null)
        {
            var length = 0;
            var isWhole = false;
            while (!isWhole)
            {
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(2L * length, Array.MaxLength));
                }

                var result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                length += result.Count;
                isWhole = result.EndOfMessage;
                Interlocked.Add(ref _received, result.Count + (isWhole ? 1 : 0));
                if (Refusal(result.MessageType, length) is { } refusal)
                {
                    End(refusal);
                    return;
                }
            }

            events.Received(buffer.AsMemory(0, length));
            await _next.WaitAsync().ConfigureAwait(false);
            if (buffer.Length > KeptBytes)
            {
                buffer = new byte[FirstBytes];
            }
        }
    }

    private string? Refusal(WebSocketMessageType type, int length) => type switch
    {
        WebSocketMessageType.Close => "closed by the other side",
        WebSocketMessageType.Text => "the other side sent text",
        WebSocketMessageType.Binary => length > _bytesMax ? $"the other side sent a message of more than {_bytesMax} bytes" : null,
    };

    private async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        var isSent = false;
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            isSent = true;
        }
#pragma warning disable CA1031 // Whatever ends the reading or a write has ended the connection.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            End(failure.Message);
        }

        // Whoever gave the message gets its thread back: it must not be kept for what others give meanwhile.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _sending.Release();
        if (isSent)
        {
            _events!.Sent();
        }
    }

    private void End(string cause)
    {
        if (Interlocked.CompareExchange(ref _cause, cause, null) is null)
        {
            abort();
            _next.Release();
        }
    }
}
