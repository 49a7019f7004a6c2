using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GameServer.Gateway;

/// <summary>How Kestrel listens for the gateway.</summary>
internal static class KestrelSetup
{
    // Nothing but small GET requests comes in before an upgrade.
    private const int RequestHeaderBytesMax = 16_384;
    private const int RequestBodyBytesMax = 65_536;

    // With the least there is, a flush ends when the operating system has the bytes. So an outbox holds all that waits for a client, what
    // gathers while a write is under way goes out as one batch, and a connection that ends leaves nothing behind that could be stuck.
    private const int WriteBufferBytesMax = 1;

    // The registry says with a status that the node is full. Kestrel frees a place a moment after it: it must not be the first to refuse.
    private const int UpgradedMargin = 1_000;

    /// <param name="host">The web host.</param>
    /// <param name="options">How many connections there may be, and how long a handshake may take.</param>
    /// <param name="certificate">For https and wss; null where none is configured.</param>
    internal static IWebHostBuilder UseGatewayKestrel(this IWebHostBuilder host, GatewayOptions options, TlsCertificate? certificate)
    {
        host.UseKestrelHttpsConfiguration();
        host.UseSockets(sockets => sockets.MaxWriteBufferSize = WriteBufferBytesMax);
        return host.ConfigureKestrel(kestrel => Configure(kestrel, options, certificate));
    }

    private static void Configure(KestrelServerOptions kestrel, GatewayOptions options, TlsCertificate? certificate)
    {
        var timeout = TimeSpan.FromMilliseconds(options.HandshakeTimeoutMs);
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = timeout;

        // An upgraded connection no longer counts against the first: together they bound the sockets of clients.
        kestrel.Limits.MaxConcurrentConnections = options.PlainConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.ConnectionsMax + UpgradedMargin;

        // Also the time that a connection may take before its first byte.
        kestrel.Limits.KeepAliveTimeout = timeout;
        kestrel.Limits.MaxRequestHeadersTotalSize = RequestHeaderBytesMax;
        kestrel.Limits.MaxRequestBodySize = RequestBodyBytesMax;

        // Where h2 is offered too, browsers choose it and never reach the upgrade.
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
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
