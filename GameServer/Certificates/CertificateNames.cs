using System.Security.Cryptography.X509Certificates;

namespace GameServer.Certificates;

/// <summary>The hosts that a certificate is for.</summary>
internal static class CertificateNames
{
    /// <summary>
    /// Whether the host, a name or an IP address, is among the certificate's alternative names. Its subject does not count.
    /// </summary>
    internal static bool IsFor(this X509Certificate2 certificate, string host) =>
        certificate.MatchesHostname(host, allowWildcards: true, allowCommonName: false);

    /// <summary>For people.</summary>
    internal static string Text(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        return names.Count == 0 ? "no host (it has no subjectAltName)" : string.Join(", ", names);
    }
}
