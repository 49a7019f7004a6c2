using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace GameServer.Links;

/// <summary>Dials other nodes by WebSocket. An edge; from any thread.</summary>
internal sealed class WebSocketDialer : ILinkTransport, IDisposable
{
    private readonly LinkOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _invoker;

    internal WebSocketDialer(LinkOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // What the environment says about proxies is meant for the world outside.
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = static (context, cancel) => ConnectAsync(context.DnsEndPoint, cancel),
        });
    }

    /// <inheritdoc />
    public void Dial(string address, ILinkEvents events) => _ = DialAsync(address, events);

    public void Dispose() => _invoker.Dispose();

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint end, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(end.Host, out var ip)
            ? [ip]
            : await Dns.GetHostAddressesAsync(end.Host, cancel).ConfigureAwait(false);
        SocketException? failure = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, end.Port), cancel).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException each)
            {
                socket.Dispose();

                // Nobody listens there only if that is so at every address of the name.
                failure = failure is null || IsRefusal(failure) ? each : failure;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static bool IsRefusal(SocketException failure) => failure.SocketErrorCode == SocketError.ConnectionRefused;

    private static SocketException? SocketFailure(Exception? failure)
    {
        while (failure is not null and not SocketException)
        {
            failure = failure.InnerException;
        }

        return failure as SocketException;
    }

    private async Task DialAsync(string address, ILinkEvents events)
    {
        // The actor that dials goes on with its turn.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        using (var late = new CancellationTokenSource(_options.ConnectTimeout, _time))
        {
            try
            {
                var uri = new Uri($"ws://{address}{WebSocketListener.Path}");
                await socket.ConnectAsync(uri, _invoker, late.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever keeps the connection from being made is why there is none.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                var socketFailure = SocketFailure(failure);
                var cause = late.IsCancellationRequested ? "no connection in time" : (socketFailure ?? failure).Message;
                events.Failed(socketFailure is not null && IsRefusal(socketFailure), cause);
                return;
            }
        }

        var connection = new WebSocketConnection(socket, _options.MessageBytesMax, socket.Abort);
        await connection.RunAsync(opened =>
        {
            events.Opened(opened);
            return events;
        }).ConfigureAwait(false);
    }
}
