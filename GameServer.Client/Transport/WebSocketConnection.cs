using System.Net.WebSockets;
#if NET10_0_OR_GREATER
using System.Net;
using System.Net.Sockets;
#endif

namespace GameServer.Client.Transport;

/// <summary>One WebSocket of a client.</summary>
internal sealed class WebSocketConnection(ClientWebSocket socket, NetworkSimulation? simulation) : IConnection
{
    private const int BufferBytes = 16 * 1024;
    private const int ClosedWithoutCode = 1005;

    private byte[] _buffer = new byte[BufferBytes];
#if NET10_0_OR_GREATER
    private HttpMessageInvoker? _invoker;
#else
    private IDisposable? _cut;
#endif

    internal async Task OpenAsync(Uri address, CancellationToken cancel)
    {
#if NET10_0_OR_GREATER
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(address, _invoker, cancel).ConfigureAwait(false);
        }
        catch (WebSocketException refused) when (socket.HttpStatusCode is not (0 or HttpStatusCode.SwitchingProtocols))
        {
            throw new HandshakeRefusedException((int)socket.HttpStatusCode, refused);
        }

        socket.HttpResponseHeaders = null;
#else
        _cut = simulation?.Watch(socket.Abort);
        await socket.ConnectAsync(address, cancel).ConfigureAwait(false);
#endif
    }

    public async Task SendAsync(byte[] message, CancellationToken cancel)
    {
#if !NET10_0_OR_GREATER
        CountBytes(message.Length);
#endif
        await socket.SendAsync(new ArraySegment<byte>(message), WebSocketMessageType.Binary, true, cancel).ConfigureAwait(false);
    }

    public async Task<Reception> ReceiveAsync(CancellationToken cancel)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, length * 2);
            }

            var space = new ArraySegment<byte>(_buffer, length, _buffer.Length - length);
            var received = await socket.ReceiveAsync(space, cancel).ConfigureAwait(false);
#if !NET10_0_OR_GREATER
            CountBytes(received.Count);
#endif
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return new Reception.Ended((int?)socket.CloseStatus ?? ClosedWithoutCode, socket.CloseStatusDescription ?? "");
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return new Reception.Message(_buffer.AsSpan(0, length).ToArray());
            }
        }
    }

    public Task CloseAsync(CancellationToken cancel) => socket.State is WebSocketState.Open or WebSocketState.CloseReceived
        ? socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancel)
        : Task.CompletedTask;

    public void Dispose()
    {
        socket.Abort();
        socket.Dispose();
#if NET10_0_OR_GREATER
        _invoker?.Dispose();
#else
        _cut?.Dispose();
#endif
    }

#if NET10_0_OR_GREATER
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(context.DnsEndPoint, cancel).ConfigureAwait(false);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }

        var stream = new NetworkStream(tcp, ownsSocket: true);
        return simulation is null ? stream : new CuttingStream(stream, simulation);
    }
#else
    /// <summary>The byte stream is out of reach here: messages are counted instead, and the cut falls between two of them.</summary>
    private void CountBytes(int count)
    {
        if (simulation?.TakeBytes(count) < count)
        {
            socket.Abort();
        }
    }
#endif
}
