using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GameServer.Gateway;

/// <summary>How Kestrel listens for the gateway.</summary>
internal static class KestrelSetup
{
    // Nothing but small GET requests comes in before an upgrade.
    private const int RequestHeaderBytesMax = 16_384;
    private const int RequestBodyBytesMax = 65_536;

    /// <param name="kestrel">The server's options.</param>
    /// <param name="handshakeTimeoutMs">How long a client may take for the TLS handshake, and again for its request headers.</param>
    /// <param name="certificate">For https and wss; null where none is configured.</param>
    internal static void Configure(KestrelServerOptions kestrel, int handshakeTimeoutMs, TlsCertificate? certificate)
    {
        var timeout = TimeSpan.FromMilliseconds(handshakeTimeoutMs);
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = timeout;
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
