using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GameServer.Certificates;
using GameServer.Telemetry;

namespace GameServer.Links;

/// <summary>
/// TLS of the links: what this node shows, what it demands of others, and whether there must be any. Both sides show a certificate. From
/// any thread.
/// </summary>
/// <param name="own">This node's certificate.</param>
/// <param name="authority">What those of others must come from.</param>
/// <param name="mode">Whether links without TLS are let in or made.</param>
/// <param name="meter">Counts what fails.</param>
internal sealed class LinkTls(TlsCertificate own, CertificateAuthority authority, LinkTlsMode mode, LinkMeter meter)
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly SslStreamCertificateContext _shown =
        SslStreamCertificateContext.Create(own.Certificate, own.Chain, offline: true);

    private readonly byte[] _binding = SHA256.HashData(own.Certificate.RawDataMemory.Span);

    /// <summary>Whether this node dials with TLS.</summary>
    internal bool IsDialed => mode switch
    {
        LinkTlsMode.Required or LinkTlsMode.Dialed => true,
        LinkTlsMode.Accepted => false,
    };

    /// <summary>Whether this node accepts nothing else.</summary>
    internal bool IsRequired => mode switch
    {
        LinkTlsMode.Required => true,
        LinkTlsMode.Dialed or LinkTlsMode.Accepted => false,
    };

    /// <summary>For the log.</summary>
    internal LinkTlsMode Mode => mode;

    internal LinkMeter Meter => meter;

    /// <summary>Agrees on TLS as the side that has connected.</summary>
    /// <param name="wire">Belongs to the answer from here on; closed when this throws.</param>
    /// <param name="host">What the other side's certificate must be for.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="AuthenticationException">With the cause, for the log.</exception>
    internal async Task<SecuredStream> DialAsync(Stream wire, string host, CancellationToken cancel)
    {
        string? refusal = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = Protocols,
            AllowRenegotiation = false,
            AllowTlsResume = false,
            ClientCertificateContext = _shown,
            CertificateChainPolicy = authority.Policy(CertificateUse.Server),
            RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                (refusal = Refusal(shown, chain, errors, CertificateUse.Server) ?? NotFor((X509Certificate2)shown!, host)) is null,
        };
        var stream = new SslStream(wire);
        await AgreeAsync(stream, () => stream.AuthenticateAsClientAsync(options, cancel), () => refusal).ConfigureAwait(false);
        return new SecuredStream(stream, SHA256.HashData(stream.RemoteCertificate!.GetRawCertData()));
    }

    /// <summary>Agrees on TLS as the side that was connected to.</summary>
    /// <param name="wire">Belongs to the answer from here on; closed when this throws.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="AuthenticationException">With the cause, for the log.</exception>
    internal async Task<SecuredStream> AcceptAsync(Stream wire, CancellationToken cancel)
    {
        string? refusal = null;
        var options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = Protocols,
            AllowRenegotiation = false,
            AllowTlsResume = false,
            ClientCertificateRequired = true,
            ServerCertificateContext = _shown,
            CertificateChainPolicy = authority.Policy(CertificateUse.Client),
            RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                (refusal = Refusal(shown, chain, errors, CertificateUse.Client)) is null,
        };
        var stream = new SslStream(wire);
        await AgreeAsync(stream, () => stream.AuthenticateAsServerAsync(options, cancel), () => refusal).ConfigureAwait(false);
        return new SecuredStream(stream, _binding);
    }

    private static async Task AgreeAsync(SslStream stream, Func<Task> agree, Func<string?> refusal)
    {
        try
        {
            await agree().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (failure is OperationCanceledException)
            {
                throw;
            }

            throw new AuthenticationException(refusal() ?? Innermost(failure));
        }
    }

    // What is around it only says that something has failed.
    private static string Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure.Message;

    private static string? Refusal(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors, CertificateUse use)
    {
        if (shown is not X509Certificate2 certificate || chain is null)
        {
            return "it shows no certificate";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            ? $"its certificate is not good: {CertificateAuthority.Refusal(certificate, chain, use)}"
            : null;
    }

    // Only the side that dials knows where the other one is.
    private static string? NotFor(X509Certificate2 shown, string host) => shown.IsFor(host)
        ? null
        : $"its certificate is not for '{host}' but for {CertificateNames.Text(shown)}";
}

/// <summary>A connection under TLS.</summary>
/// <param name="Stream">What is read and written.</param>
/// <param name="Binding">The SHA-256 hash of the certificate that the side that was connected to has shown.</param>
internal sealed record SecuredStream(SslStream Stream, ReadOnlyMemory<byte> Binding);
