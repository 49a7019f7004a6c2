using System.Buffers;
using System.Net.WebSockets;

namespace GameServer.Gateway;

/// <summary>Puts the fragments of a connection's messages together in one pooled buffer, never holding more than the limit.</summary>
internal sealed class MessageReader(WebSocket socket, int messageBytesMax) : IDisposable
{
    private const int FirstBytes = 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBytes, messageBytesMax + 1));

    /// <summary>The next message.</summary>
    internal async ValueTask<ReceivedMessage> ReadAsync()
    {
        var count = 0;
        while (true)
        {
            if (await ReceiveAsync(count).ConfigureAwait(false) is not { } part)
            {
                return new ReceivedMessage(ReceivedKind.Failed);
            }

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return new ReceivedMessage(ReceivedKind.ClientClosed);
            }

            count += part.Count;
            if (count > messageBytesMax)
            {
                return new ReceivedMessage(ReceivedKind.TooLarge);
            }

            if (part.EndOfMessage)
            {
                var kind = part.MessageType == WebSocketMessageType.Text ? ReceivedKind.Text : ReceivedKind.Binary;
                return new ReceivedMessage(kind, _buffer.AsMemory(0, count));
            }

            if (count == _buffer.Length)
            {
                Grow();
            }
        }
    }

    /// <summary>Reads past everything until the client's close frame or the end.</summary>
    internal async ValueTask<ReceivedKind> SkipToCloseAsync()
    {
        while (true)
        {
            if (await ReceiveAsync(0).ConfigureAwait(false) is not { } part)
            {
                return ReceivedKind.Failed;
            }

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return ReceivedKind.ClientClosed;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async ValueTask<ValueWebSocketReceiveResult?> ReceiveAsync(int at)
    {
        try
        {
            // The WebSocket returns when what it is given is full: one byte over the limit is enough to see that a message is too large.
            var room = Math.Min(_buffer.Length, messageBytesMax + 1) - at;
            return await socket.ReceiveAsync(_buffer.AsMemory(at, room), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _buffer.Length, messageBytesMax + 1L));
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
