using System.Net;
using GameServer.Certificates;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GameServer.Gateway;

/// <summary>How Kestrel listens for the gateway.</summary>
internal static class KestrelSetup
{
    // Nothing but small GET requests comes in before an upgrade.
    internal const int RequestHeaderBytesMax = 16_384;
    private const int RequestBodyBytesMax = 65_536;

    // With the least there is, a flush ends when the operating system has the bytes. So an outbox holds all that waits for a client, what
    // gathers while a write is under way goes out as one batch, and a connection that ends leaves nothing behind that could be stuck.
    private const int WriteBufferBytesMax = 1;

    // The registry says with a status that the node is full. Kestrel frees a place a moment after it: it must not be the first to refuse.
    private const int UpgradedMargin = 1_000;

    /// <param name="host">The web host.</param>
    /// <param name="addresses">Where to listen; checked.</param>
    /// <param name="options">How many connections there may be, and how long a handshake may take.</param>
    /// <param name="certificate">For https and wss; null where none is configured.</param>
    /// <param name="paths">Where WebSocket is spoken.</param>
    /// <param name="time">The steady clock of handshakes.</param>
    internal static IWebHostBuilder UseGatewayKestrel(
        this IWebHostBuilder host,
        IReadOnlyList<string> addresses,
        GatewayOptions options,
        TlsCertificate? certificate,
        UpgradePaths paths,
        TimeProvider time)
    {
        // The addresses are listened on below, with what stands before HTTP; Kestrel would warn that it ignores those named elsewhere.
        foreach (var key in (string[])[WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey])
        {
            host.UseSetting(key, string.Empty);
        }

        host.UseKestrelHttpsConfiguration();
        host.UseSockets(sockets =>
        {
            sockets.MaxWriteBufferSize = WriteBufferBytesMax;
            sockets.CreateBoundListenSocket = ListenSockets.Bind;

            // What arrives is handled where it arrives: whatever may take long leaves that thread by itself.
            sockets.UnsafePreferInlineScheduling = true;
        });
        return host.ConfigureKestrel(kestrel =>
        {
            // An address from Kestrel's own section of the settings would have nothing of what stands before HTTP.
            kestrel.Configure();
            Configure(kestrel, options, certificate);
            var plain = new PlainConnections(options, kestrel.ApplicationServices.GetRequiredService<GatewayMeter>());
            var awaited = new AwaitedRequests(TimeSpan.FromMilliseconds(options.HandshakeTimeoutMs), time);
            foreach (var address in addresses)
            {
                Listen(kestrel, BindingAddress.Parse(address), plain, (listen, isEncrypted) => listen.Use(
                    next => new UpgradeMiddleware(next, plain, awaited, paths, isEncrypted).OnConnectionAsync));
            }
        });
    }

    private static void Listen(
        KestrelServerOptions kestrel, BindingAddress address, PlainConnections plain, Action<ListenOptions, bool> useGateway)
    {
        if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(address.Port, Configure);
        }
        else if (IPAddress.TryParse(address.Host, out var ip))
        {
            kestrel.Listen(ip, address.Port, Configure);
        }
        else
        {
            kestrel.ListenAnyIP(address.Port, Configure);
        }

        void Configure(ListenOptions listen)
        {
            var isEncrypted = string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

            // Where h2 is offered too, browsers choose it and never reach the upgrade.
            listen.Protocols = HttpProtocols.Http1;
            if (isEncrypted)
            {
                // A handshake of TLS that does not go on holds its place too. Without TLS the next in line counts.
                listen.Use(next => connection => plain.CountAsync(connection, next));
                listen.UseHttps();
            }

            useGateway(listen, isEncrypted);
        }
    }

    private static void Configure(KestrelServerOptions kestrel, GatewayOptions options, TlsCertificate? certificate)
    {
        var timeout = TimeSpan.FromMilliseconds(options.HandshakeTimeoutMs);
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = timeout;

        // The others are counted by PlainConnections: together they bound the sockets of clients.
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.ConnectionsMax + UpgradedMargin;

        // Also the time that a connection may take before its first byte.
        kestrel.Limits.KeepAliveTimeout = timeout;
        kestrel.Limits.MaxRequestHeadersTotalSize = RequestHeaderBytesMax;
        kestrel.Limits.MaxRequestBodySize = RequestBodyBytesMax;
        if (certificate is not null)
        {
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ServerCertificate = certificate.Certificate;
                https.ServerCertificateChain = certificate.Chain;
                https.HandshakeTimeout = timeout;
            });
        }
    }
}
