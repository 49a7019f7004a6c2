using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace GameServer.Gateway;

/// <summary>
/// Stands before HTTP on every connection, behind TLS, and takes those whose first request is a good handshake: they never cost what HTTP
/// costs. All others, and whatever is wrong with a handshake, HTTP sees as if nobody had looked.
/// </summary>
/// <param name="next">HTTP.</param>
/// <param name="plain">Counts the connections that are no WebSockets yet.</param>
/// <param name="paths">Where WebSocket is spoken.</param>
/// <param name="options">How long a handshake may take.</param>
/// <param name="time">The steady clock.</param>
/// <param name="isEncrypted">Whether TLS is between here and the socket.</param>
internal sealed class UpgradeMiddleware(
    ConnectionDelegate next,
    PlainConnections plain,
    UpgradePaths paths,
    GatewayOptions options,
    TimeProvider time,
    bool isEncrypted)
{
    internal async Task OnConnectionAsync(ConnectionContext connection)
    {
        // What was counted before TLS has its place.
        var place = connection.Features.Get<PlainPlace>() ?? plain.TryEnter((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (place is null)
        {
            return;
        }

        try
        {
            switch (await LookAsync(connection).ConfigureAwait(false))
            {
                case Sight.Handshake taken:
                    place.Leave();
                    await taken.Endpoint.RunAsync(taken.Socket).ConfigureAwait(false);
                    break;
                case Sight.Other:
                    connection.Features.Set(place);
                    await next(connection).ConfigureAwait(false);
                    break;
                case Sight.Nothing:
                    break;
            }
        }
        finally
        {
            place.Leave();
        }
    }

    private async ValueTask<Sight> LookAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.HandshakeTimeoutMs), time);
        await using var stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline) ?? default;
        try
        {
            while (true)
            {
                var arrived = await input.ReadAsync(deadline.Token).ConfigureAwait(false);
                var sight = Look(connection, arrived, out var taken);
                input.AdvanceTo(taken, sight is null ? arrived.Buffer.End : taken);
                if (sight is not null)
                {
                    return sight;
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // HTTP has words for a handshake that does not end, but says them only after waiting for as long again, and once more.
            return new Sight.Nothing();
        }
    }

    // Null when more must come before anything can be said.
    private Sight? Look(ConnectionContext connection, ReadResult arrived, out SequencePosition taken)
    {
        taken = arrived.Buffer.Start;
        var head = RequestHead.Read(arrived.Buffer, out var behind);
        if (head.Progress < HeadProgress.Whole && !arrived.IsCompleted && arrived.Buffer.Length < KestrelSetup.RequestHeaderBytesMax)
        {
            return head.Progress == HeadProgress.Begun || (head.IsGet && paths.Find(head.Path) is not null) ? null : new Sight.Other();
        }

        if (!head.AsksForUpgrade ||
            paths.Find(head.Path) is not { } endpoint ||
            endpoint.Accept(connection, head.Headers, isEncrypted) is not { } socket)
        {
            return new Sight.Other();
        }

        taken = behind;
        return new Sight.Handshake(endpoint, socket);
    }

    private abstract record Sight
    {
        /// <summary>A good handshake, accepted.</summary>
        internal sealed record Handshake(SocketEndpoint Endpoint, ClientSocket Socket) : Sight;

        /// <summary>Anything else.</summary>
        internal sealed record Other : Sight;

        /// <summary>A connection on which nothing came, or not enough.</summary>
        internal sealed record Nothing : Sight;
    }
}
