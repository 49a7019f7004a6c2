using System.Diagnostics.Metrics;
using GameServer.Certificates;
using GameServer.Links;
using GameServer.Telemetry;

namespace GameServer;

/// <summary>What this node's links are encrypted with, from the configuration, and checked as the other nodes will.</summary>
internal sealed record LinkSecurity(TlsCertificate Own, CertificateAuthority Authority, LinkTlsMode Mode)
{
    private const string Section = "GameServer:Links:Tls";

    /// <summary>Null where links are not encrypted, or there are none.</summary>
    /// <exception cref="ConfigurationException">
    /// Something is missing, or the other nodes would not accept this one's certificate.
    /// </exception>
    internal static LinkSecurity? Load(ServerOptions options)
    {
        var tls = options.Links.Tls;
        if (!options.Cluster.Enabled || tls == new LinkTlsOptions())
        {
            return null;
        }

        if (tls.CertificatePath.Length == 0)
        {
            throw new ConfigurationException(
                $"{Section}:CertificatePath is empty; it must be the file with this node's certificate "
                + "when anything else of Links:Tls is set.");
        }

        if (tls.AuthorityPath.Length == 0)
        {
            throw new ConfigurationException(
                $"{Section}:AuthorityPath is empty and {Section}:CertificatePath is '{tls.CertificatePath}'; "
                + "it must be a PEM file with the certificates that those of all nodes come from.");
        }

        var security = new LinkSecurity(OwnCertificate(tls), TrustedAuthority(tls), tls.Mode);
        security.CheckAsOthersWill(tls.CertificatePath, options.Cluster.Advertise);
        return security;
    }

    /// <summary>For the sockets.</summary>
    internal LinkTls Tls(TimeProvider time, IMeterFactory meters) =>
        new(Own, Authority, Mode, new LinkMeter(time, Own.Certificate.NotAfter, meters));

    private static TlsCertificate OwnCertificate(LinkTlsOptions tls) => TlsCertificate.Load(tls.Certificate) switch
    {
        TlsLoad.Loaded loaded => loaded.Certificate,
        TlsLoad.Failed failed => throw new ConfigurationException($"{Section} is not right: {failed.Sentence}"),
        var other => throw new InvalidOperationException($"{other} is no outcome of loading a certificate."),
    };

    private static CertificateAuthority TrustedAuthority(LinkTlsOptions tls) => CertificateAuthority.Load(tls.AuthorityPath) switch
    {
        AuthorityLoad.Loaded loaded => loaded.Authority,
        AuthorityLoad.Failed failed => throw new ConfigurationException(
            $"{Section}:AuthorityPath is '{tls.AuthorityPath}'; it must be a PEM file with one certificate or more: {failed.Why}"),
        var other => throw new InvalidOperationException($"{other} is no outcome of loading an authority."),
    };

    private void CheckAsOthersWill(string path, string advertised)
    {
        foreach (var use in Enum.GetValues<CertificateUse>())
        {
            if (Authority.Refusal(Own, use) is { } why)
            {
                throw new ConfigurationException(
                    $"{Section}:CertificatePath is '{path}', and no other node would accept that certificate: {why}.");
            }
        }

        var host = LinkAddress.Host(advertised);
        if (!Own.Certificate.IsFor(host))
        {
            throw new ConfigurationException(
                $"GameServer:Cluster:Advertise is '{advertised}'; its host must be among the names of the certificate "
                + $"of {Section}, which is for {CertificateNames.Text(Own.Certificate)}.");
        }
    }
}
