using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace GameServer.Links;

/// <summary>Dials other nodes by WebSocket. An edge; from any thread.</summary>
/// <param name="options">Limits and times.</param>
/// <param name="tls">How links are encrypted; null: they are not.</param>
/// <param name="time">The steady clock.</param>
internal sealed class WebSocketDialer(LinkOptions options, LinkTls? tls, TimeProvider time) : ILinkTransport
{
    /// <inheritdoc />
    public void Dial(string address, ILinkEvents events) => _ = DialAsync(address, events);

    private static async ValueTask<NetworkStream> ConnectAsync(DnsEndPoint end, CancellationToken cancel)
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
        var dial = new Dialed();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // What the environment says about proxies is meant for the world outside.
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, dial, cancel),
        });
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        using (var late = new CancellationTokenSource(options.ConnectTimeout, time))
        {
            try
            {
                // TLS, where there is any, is below what the handler sees.
                var uri = new Uri($"ws://{address}{WebSocketListener.Path}");
                await socket.ConnectAsync(uri, invoker, late.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever keeps the connection from being made is why there is none.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Failed(dial.Progress, failure, late.IsCancellationRequested, events);
                return;
            }
        }

        var connection = new WebSocketConnection(socket, options.MessageBytesMax, socket.Abort) { Binding = dial.Binding };
        await connection.RunDialedAsync(events).ConfigureAwait(false);
    }

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint end, Dialed dial, CancellationToken cancel)
    {
        var wire = await ConnectAsync(end, cancel).ConfigureAwait(false);
        if (tls is not { IsDialed: true })
        {
            dial.Progress = DialProgress.Connected;
            return wire;
        }

        dial.Progress = DialProgress.Securing;
        var secured = await tls.DialAsync(wire, end.Host, cancel).ConfigureAwait(false);
        dial.Progress = DialProgress.Secured;
        dial.Binding = secured.Binding;
        return secured.Stream;
    }

    private void Failed(DialProgress reached, Exception failure, bool isLate, ILinkEvents events)
    {
        var socketFailure = SocketFailure(failure);
        var cause = isLate ? "no connection in time" : (socketFailure ?? failure).Message;
        switch (reached)
        {
            case DialProgress.Connecting:
                events.Failed(socketFailure is not null && IsRefusal(socketFailure), cause);
                return;

            // From here on somebody listens, whoever that is.
            case DialProgress.Connected:
                events.Failed(isRefused: false, cause);
                return;
            case DialProgress.Securing:
                tls!.Meter.TlsFailed();
                events.Failed(isRefused: false, isLate ? "no TLS was agreed on in time" : $"no TLS was agreed on: {Innermost(failure)}");
                return;

            // With TLS 1.3 a certificate is refused only after this side has taken the handshake for done.
            case DialProgress.Secured:
                tls!.Meter.TlsFailed();
                events.Failed(isRefused: false, $"TLS was agreed on, and nothing came of it ({Innermost(failure)}): the other "
                    + "side's log says whether it has refused this node's certificate");
                return;
        }
    }

    private static string Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure.Message;

    /// <summary>How far one dial has come.</summary>
    private sealed class Dialed
    {
        internal DialProgress Progress { get; set; }

        internal ReadOnlyMemory<byte> Binding { get; set; }
    }

    private enum DialProgress
    {
        /// <summary>There is no connection yet.</summary>
        Connecting,

        /// <summary>There is one, without TLS.</summary>
        Connected,

        /// <summary>There is one, on which both sides agree on TLS.</summary>
        Securing,

        /// <summary>This side has agreed on TLS.</summary>
        Secured,
    }
}
