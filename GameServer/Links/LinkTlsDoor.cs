using System.IO.Pipelines;
using System.Net;
using System.Security.Authentication;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace GameServer.Links;

/// <summary>
/// Stands before HTTP on every connection that comes for a link: looks at its first byte, and agrees on TLS where that is what it begins.
/// </summary>
/// <param name="next">HTTP.</param>
/// <param name="tls">What is shown and demanded.</param>
/// <param name="options">How long it may take.</param>
/// <param name="time">The steady clock.</param>
/// <param name="log">Gets what failed: each cause once per address, until one from there succeeds.</param>
internal sealed class LinkTlsDoor(ConnectionDelegate next, LinkTls tls, LinkOptions options, TimeProvider time, ILogger log)
{
    private const byte TlsHandshakeRecord = 22;
    private const int LoggedMax = 256;

    // A node without TLS logs the status: it shows that somebody is here and what he wants.
    private static readonly byte[] UpgradeRequired =
        "HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2\r\nConnection: Upgrade, close\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private readonly HashSet<(IPAddress? From, string Cause)> _logged = [];

    internal async Task OnConnectionAsync(ConnectionContext connection)
    {
        using var late = new CancellationTokenSource(options.ConnectTimeout, time);
        switch (await LookAsync(connection, late.Token).ConfigureAwait(false))
        {
            case Beginning.Tls:
                await SecureAsync(connection, late).ConfigureAwait(false);
                break;
            case Beginning.Plain when tls.IsRequired:
                Failed(connection, "it does not speak TLS");
                await connection.Transport.Output.WriteAsync(UpgradeRequired, CancellationToken.None).ConfigureAwait(false);
                break;
            case Beginning.Plain:
                await next(connection).ConfigureAwait(false);
                break;
            case Beginning.Nothing:
                break;
        }
    }

    private static async ValueTask<Beginning> LookAsync(ConnectionContext connection, CancellationToken cancel)
    {
        var input = connection.Transport.Input;
        try
        {
            var arrived = await input.ReadAsync(cancel).ConfigureAwait(false);
            var beginning = arrived.Buffer.IsEmpty ? Beginning.Nothing
                : arrived.Buffer.FirstSpan[0] == TlsHandshakeRecord ? Beginning.Tls : Beginning.Plain;
            input.AdvanceTo(arrived.Buffer.Start);
            return beginning;
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            return Beginning.Nothing;
        }
    }

    private async Task SecureAsync(ConnectionContext connection, CancellationTokenSource late)
    {
        SecuredStream secured;
        try
        {
            secured = await tls.AcceptAsync(new LinkWire(connection.Transport), late.Token).ConfigureAwait(false);
        }
        catch (AuthenticationException failure)
        {
            Failed(connection, failure.Message);
            return;
        }
        catch (OperationCanceledException)
        {
            Failed(connection, late.IsCancellationRequested ? "no TLS was agreed on in time" : "the connection has ended");
            return;
        }

        late.CancelAfter(Timeout.InfiniteTimeSpan);
        Succeeded(connection);
        var wire = connection.Transport;
        connection.Features.Set(secured);
        connection.Transport = new Pipes(secured.Stream);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            // HTTP has completed its pipes; those of the wire are the transport's to complete.
            connection.Transport = wire;
            await secured.Stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Failed(ConnectionContext connection, string cause)
    {
        tls.Meter.TlsFailed();
        var from = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        lock (_logged)
        {
            if (_logged.Count >= LoggedMax || !_logged.Add((from, cause)))
            {
                return;
            }
        }

        log.TlsRefused(from?.ToString() ?? "somewhere", cause);
    }

    private void Succeeded(ConnectionContext connection)
    {
        lock (_logged)
        {
            _logged.RemoveWhere(each => Equals(each.From, (connection.RemoteEndPoint as IPEndPoint)?.Address));
        }
    }

    private enum Beginning
    {
        /// <summary>With what begins TLS.</summary>
        Tls,

        /// <summary>With anything else.</summary>
        Plain,

        /// <summary>It has ended, or nothing came in time: whoever only looks whether somebody listens does that.</summary>
        Nothing,
    }

    private sealed class Pipes(Stream stream) : IDuplexPipe
    {
        // What one record of TLS holds.
        private const int RecordBytes = 16 * 1024;

        public PipeReader Input { get; } = PipeReader.Create(
            stream, new StreamPipeReaderOptions(bufferSize: RecordBytes, leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(
            stream, new StreamPipeWriterOptions(minimumBufferSize: RecordBytes, leaveOpen: true));
    }
}
