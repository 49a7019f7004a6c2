using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace GameServer.Gateway;

/// <summary>
/// Stands before HTTP on every connection, behind TLS, and takes those whose first request is a good handshake: they never cost what HTTP
/// costs. All others, and whatever is wrong with a handshake, HTTP sees as if nobody had looked.
/// </summary>
/// <param name="next">HTTP.</param>
/// <param name="plain">Counts the connections that are no WebSockets yet.</param>
/// <param name="awaited">Cancels reading of a first request that does not come.</param>
/// <param name="paths">Where WebSocket is spoken.</param>
/// <param name="isEncrypted">Whether TLS is between here and the socket.</param>
internal sealed class UpgradeMiddleware(
    ConnectionDelegate next, PlainConnections plain, AwaitedRequests awaited, UpgradePaths paths, bool isEncrypted)
{
    // Runs for as long as the connection lives: it holds on to nothing that only the handshake needs.
    internal async Task OnConnectionAsync(ConnectionContext connection)
    {
        switch (await LookAsync(connection).ConfigureAwait(false))
        {
            case Sight.Handshake taken:
                await taken.Endpoint.RunAsync(taken.Socket).ConfigureAwait(false);
                break;
            case Sight.Other other:
                await PassOnAsync(connection, other.Place).ConfigureAwait(false);
                break;
            case Sight.Nothing:
                break;
        }
    }

    private async Task PassOnAsync(ConnectionContext connection, PlainPlace place)
    {
        try
        {
            connection.Features.Set(place);
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            place.Leave();
        }
    }

    private async ValueTask<Sight> LookAsync(ConnectionContext connection)
    {
        // What was counted before TLS has its place.
        var place = connection.Features.Get<PlainPlace>() ?? plain.TryEnter((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (place is null)
        {
            return new Sight.Nothing();
        }

        Sight? sight = null;
        awaited.Add(connection);
        try
        {
            return sight = await ReadAsync(connection, place).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            return new Sight.Nothing();
        }
        finally
        {
            awaited.TryRemove(connection);
            if (sight is not Sight.Other)
            {
                place.Leave();
            }
        }
    }

    private async ValueTask<Sight> ReadAsync(ConnectionContext connection, PlainPlace place)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var arrived = await input.ReadAsync().ConfigureAwait(false);
            var sight = Look(connection, place, arrived, out var taken);
            input.AdvanceTo(taken, sight is null ? arrived.Buffer.End : taken);
            if (sight is not null)
            {
                return sight;
            }
        }
    }

    // Null when more must come before anything can be said.
    private Sight? Look(ConnectionContext connection, PlainPlace place, ReadResult arrived, out SequencePosition taken)
    {
        taken = arrived.Buffer.Start;
        var head = RequestHead.Read(arrived.Buffer, out var behind);
        if (!arrived.IsCanceled && IsAwaited(head, arrived))
        {
            return null;
        }

        if (!awaited.TryRemove(connection))
        {
            // HTTP has words for a handshake that does not end, but says them only after waiting for as long again, and once more.
            return new Sight.Nothing();
        }

        if (!head.AsksForUpgrade ||
            paths.Find(head.Path) is not { } endpoint ||
            endpoint.Accept(connection, place, head.Headers, isEncrypted) is not { } socket)
        {
            return new Sight.Other(place);
        }

        taken = behind;
        return new Sight.Handshake(endpoint, socket);
    }

    private bool IsAwaited(RequestHead head, ReadResult arrived) =>
        head.Progress < HeadProgress.Whole
        && !arrived.IsCompleted
        && arrived.Buffer.Length < KestrelSetup.RequestHeaderBytesMax
        && (head.Progress == HeadProgress.Begun || (head.IsGet && paths.Find(head.Path) is not null));

    private abstract record Sight
    {
        /// <summary>A good handshake, accepted.</summary>
        internal sealed record Handshake(SocketEndpoint Endpoint, ClientSocket Socket) : Sight;

        /// <summary>Anything else. It keeps its place.</summary>
        internal sealed record Other(PlainPlace Place) : Sight;

        /// <summary>A connection on which nothing came, or not enough, or that has no place.</summary>
        internal sealed record Nothing : Sight;
    }
}
