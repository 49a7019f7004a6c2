using GameServer.Sessions;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace GameServer.Gateway;

/// <summary>An address that speaks WebSocket: from the HTTP request through the handshake to the connection's end.</summary>
/// <param name="rules">What the handshake needs.</param>
/// <param name="registry">Where connections are counted, swept and ended.</param>
/// <param name="around">What they share.</param>
/// <param name="converse">Makes what is spoken over one.</param>
internal sealed class SocketEndpoint(
    HandshakeRules rules, ConnectionRegistry registry, SocketSurroundings around, Func<ClientSocket, IConversation> converse)
{
    internal async Task HandleAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
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
                else if (Refusal(registry.Admit(address)) is { } full)
                {
                    await RefuseAsync(context, address, full).ConfigureAwait(false);
                }
                else
                {
                    await RunAdmittedAsync(context, address, upgrade, accepted).ConfigureAwait(false);
                }

                break;
        }
    }

    private static HandshakeAnswer.Refused? Refusal(Admission admission) => admission switch
    {
        Admission.Admitted => null,
        Admission.Stopping => new(StatusCodes.Status503ServiceUnavailable, "The server is going down."),
        Admission.Full => new(StatusCodes.Status503ServiceUnavailable, "The server has no place for another connection."),
        Admission.AddressFull => new(StatusCodes.Status429TooManyRequests, "There are too many connections from this address."),
    };

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
        HttpContext context, string address, IHttpUpgradeFeature upgrade, HandshakeAnswer.Accepted accepted)
    {
        try
        {
            var headers = context.Response.Headers;
            headers.Upgrade = Handshake.WebSocketToken;
            headers[HeaderNames.SecWebSocketAccept] = accepted.AcceptKey;
            if (accepted.Subprotocol is { } subprotocol)
            {
                headers[HeaderNames.SecWebSocketProtocol] = subprotocol;
            }

            var input = await upgrade.UpgradeAsync().ConfigureAwait(false);
            var output = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;

            // The connection's own abort: the request's must not be called after the request has ended, which the sweep cannot know.
            var abort = context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort;
            await RunAsync(context, SubprotocolNames.Form(accepted.Subprotocol), new Upgraded(input, output, abort, address))
                .ConfigureAwait(false);
        }
        finally
        {
            registry.Leave(address);
        }
    }

    private async Task RunAsync(HttpContext context, Subprotocol form, Upgraded upgraded)
    {
        var socket = new ClientSocket(registry.NextNumber(), form, upgraded, around, converse);
        around.Meter.Opened();
        around.Logger.ConnectionOpened(socket.Number, upgraded.RemoteAddress, context.Request.Path);
        registry.Add(socket);
        try
        {
            await socket.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            registry.Remove(socket);
            around.Meter.Ended();
            around.Logger.ConnectionEnded(socket.Number);
        }
    }
}
