using System.Net;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GameServer.Links;

/// <summary>
/// Accepts links by WebSocket: a Kestrel of its own on a port of its own, which nothing of the client's side configures. An edge.
/// </summary>
internal sealed class WebSocketListener : IHttpApplication<HttpContext>, IAsyncDisposable
{
    /// <summary>Where links are spoken.</summary>
    internal const string Path = "/link";

    // Larger than what the handshakes under way and the links of a large cluster need.
    private const int ConnectionsMax = 4_096;

    private readonly LinkOptions _options;
    private readonly LinkTls? _tls;
    private readonly Func<ILinkConnection, ILinkEvents> _accept;
    private readonly WebSocketMiddleware _upgrade;
    private readonly KestrelServer _server;
    private readonly ILogger _log;

    /// <param name="end">Where to listen.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="tls">How links are encrypted; null: they are not.</param>
    /// <param name="accept">Gets each connection.</param>
    /// <param name="time">The steady clock.</param>
    /// <param name="loggers">For what happens.</param>
    internal WebSocketListener(
        IPEndPoint end,
        LinkOptions options,
        LinkTls? tls,
        Func<ILinkConnection, ILinkEvents> accept,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_options, _tls, _accept) = (options, tls, accept);
        _log = loggers.CreateLogger<WebSocketListener>();
        var upgrade = new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan };
        _upgrade = new WebSocketMiddleware(RunAsync, Options.Create(upgrade), loggers);
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = options.ConnectTimeout;
        kestrel.Limits.KeepAliveTimeout = options.ConnectTimeout;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Listen(end, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (tls is not null)
            {
                listen.Use(next => new LinkTlsDoor(next, tls, options, time, _log).OnConnectionAsync);
            }
        });

        // With the least there is, a send ends when the operating system has the bytes: what waits waits in the outbox, within its limit.
        var sockets = new SocketTransportOptions { NoDelay = true, MaxWriteBufferSize = 1 };
        _server = new KestrelServer(Options.Create(kestrel), new SocketTransportFactory(Options.Create(sockets), loggers), loggers);
    }

    /// <summary>Host and port that it listens on; the port that the system chose when 0 was asked for.</summary>
    internal string Address => new Uri(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Authority;

    /// <exception cref="IOException">The address cannot be listened on.</exception>
    internal async Task StartAsync(CancellationToken cancel)
    {
        await _server.StartAsync(this, cancel).ConfigureAwait(false);
        _log.Listening(Address, _tls switch
        {
            null => "without TLS",
            { IsRequired: true } => "with TLS only",
            { IsRequired: false } => "with TLS and without",
        });
        if (_tls is { IsRequired: false } open)
        {
            _log.TlsNotRequired(open.Mode.ToString());
        }
    }

    /// <summary>Listens no more, and ends what was accepted.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _server.StopAsync(now.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    /// <inheritdoc />
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc />
    public Task ProcessRequestAsync(HttpContext context) => _upgrade.Invoke(context);

    /// <inheritdoc />
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    private async Task RunAsync(HttpContext context)
    {
        if (context.Request.Path != Path || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var lifetime = context.Features.GetRequiredFeature<IConnectionLifetimeFeature>();
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var connection = new WebSocketConnection(socket, _options.MessageBytesMax, lifetime.Abort)
        {
            Binding = context.Features.Get<SecuredStream>()?.Binding ?? default,
        };
        await connection.RunAcceptedAsync(_accept).ConfigureAwait(false);
    }
}
