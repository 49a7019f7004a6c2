using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using GameServer.Sessions;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace GameServer.Gateway;

/// <summary>
/// An address that speaks WebSocket: through the handshake to the connection's end. Most connections come before HTTP sees them; what is
/// refused is refused by HTTP, and a handshake on a connection that served other requests before is accepted there.
/// </summary>
/// <param name="path">For logs.</param>
/// <param name="rules">What the handshake needs.</param>
/// <param name="registry">Where connections are counted, swept and ended.</param>
/// <param name="around">What they share.</param>
/// <param name="converse">Makes what is spoken over one.</param>
internal sealed class SocketEndpoint(
    string path, HandshakeRules rules, ConnectionRegistry registry, SocketSurroundings around, Func<ClientSocket, IConversation> converse)
{
    private const uint RetrySpreadSeconds = 10;

    private Action<ClientSocket>? _ended;
    private uint _refused;

    /// <summary>A connection below HTTP; null when the handshake is not good or there is no place. Whoever is accepted is run.</summary>
    internal ClientSocket? Accept(ConnectionContext connection, PlainPlace place, IHeaderDictionary headers, bool isEncrypted)
    {
        var address = around.Addresses.Of((connection.RemoteEndPoint as IPEndPoint)?.Address, headers[ClientAddresses.Header]);
        var request = new HandshakeRequest(HttpMethods.Get, HttpProtocol.Http11, headers);
        var plain = isEncrypted ? null : SocketTransportWriter.SocketOf(connection);
        if (Handshake.Check(request, rules) is not HandshakeAnswer.Accepted accepted ||
            registry.Admit(address, out var share) != Admission.Admitted)
        {
            return null;
        }

        // From now on the registry counts it.
        place.Leave();
        var lifetime = connection.Features.GetRequiredFeature<IConnectionLifetimeFeature>();
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        var socket = Make(accepted, new Upgraded(input, output, lifetime, share!, plain));
        socket.Outbox.PutWire(Handshake.Response(accepted));
        return socket;
    }

    /// <summary>A request that HTTP has read.</summary>
    internal async Task HandleAsync(HttpContext context)
    {
        var address = around.Addresses.Of(context.Connection.RemoteIpAddress, context.Request.Headers[ClientAddresses.Header]);
        var request = new HandshakeRequest(context.Request.Method, context.Request.Protocol, context.Request.Headers);
        switch (Handshake.Check(request, rules))
        {
            case HandshakeAnswer.Refused refused:
                await RefuseAsync(context, address, refused).ConfigureAwait(false);
                break;
            case HandshakeAnswer.Accepted accepted:
                if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
                {
                    await RefuseAsync(context, address, new(StatusCodes.Status400BadRequest, "This request cannot be upgraded."))
                        .ConfigureAwait(false);
                }
                else if (Refusal(registry.Admit(address, out var share)) is { } full)
                {
                    await RefuseAsync(context, address, full).ConfigureAwait(false);
                }
                else
                {
                    await RunAdmittedAsync(context, share!, upgrade, accepted).ConfigureAwait(false);
                }

                break;
        }
    }

    /// <summary>Runs an accepted connection to its end.</summary>
    internal Task RunAsync(ClientSocket socket)
    {
        around.Meter.Opened();
        around.Logger.ConnectionOpened(socket.Number, socket.RemoteAddress, path);
        registry.Add(socket);
        return socket.RunAsync();
    }

    private HandshakeAnswer.Refused? Refusal(Admission admission) => admission switch
    {
        Admission.Admitted => null,
        Admission.Stopping => new(StatusCodes.Status503ServiceUnavailable, "The server is going down."),
        Admission.Full => new(StatusCodes.Status503ServiceUnavailable, "The server has no place for another connection."),
        Admission.AddressFull => new(StatusCodes.Status429TooManyRequests, "There are too many connections from this address."),
        Admission.TooFast => new(
            StatusCodes.Status503ServiceUnavailable, "Too many clients connect at once; come back a little later.", ComeBack()),
        Admission.AddressTooFast => new(
            StatusCodes.Status429TooManyRequests, "Connections from this address come too fast.", ComeBack()),
    };

    // Those that are refused together are not to come back together.
    private (string Name, string Value) ComeBack() => (
        HeaderNames.RetryAfter,
        (1 + (Interlocked.Increment(ref _refused) % RetrySpreadSeconds)).ToString(CultureInfo.InvariantCulture));

    private ClientSocket Make(HandshakeAnswer.Accepted accepted, Upgraded upgraded) =>
        new(registry.NextNumber(), SubprotocolNames.Form(accepted.Subprotocol), upgraded, around, converse, _ended ??= Ended);

    private void Ended(ClientSocket socket)
    {
        registry.Remove(socket);
        registry.Leave(socket.From);
        around.Meter.Ended();
        around.Logger.ConnectionEnded(socket.Number);
    }

    private async Task RefuseAsync(HttpContext context, string address, HandshakeAnswer.Refused refused)
    {
        around.Meter.HandshakeRefused(refused.Status);
        around.Logger.HandshakeRefused(address, refused.Status, refused.Sentence);
        context.Response.StatusCode = refused.Status;
        foreach (var (name, value) in refused.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(refused.Sentence + "\n", context.RequestAborted).ConfigureAwait(false);
    }

    private async Task RunAdmittedAsync(
        HttpContext context, AddressShare share, IHttpUpgradeFeature upgrade, HandshakeAnswer.Accepted accepted)
    {
        Stream input;
        try
        {
            var headers = context.Response.Headers;
            headers.Upgrade = Handshake.WebSocketToken;
            headers[HeaderNames.SecWebSocketAccept] = accepted.AcceptKey;
            if (accepted.Subprotocol is { } subprotocol)
            {
                headers[HeaderNames.SecWebSocketProtocol] = subprotocol;
            }

            input = await upgrade.UpgradeAsync().ConfigureAwait(false);
            context.Features.Get<PlainPlace>()?.Leave();
        }
        catch
        {
            registry.Leave(share);
            throw;
        }

        // The connection's own lifetime: the request's must not be ended after the request has ended, which the sweep cannot know.
        var output = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;
        var lifetime = context.Features.GetRequiredFeature<IConnectionLifetimeFeature>();
        await RunAsync(Make(accepted, new Upgraded(PipeReader.Create(input), output, lifetime, share))).ConfigureAwait(false);
    }
}
