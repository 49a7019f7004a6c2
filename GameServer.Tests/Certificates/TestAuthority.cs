using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GameServer.Certificates;

namespace GameServer.Tests.Certificates;

/// <summary>An authority of a test's own, and the certificates of nodes that it gives out.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Begins = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private byte _serial;

    internal TestAuthority(string name = "CN=the authority of a test")
    {
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _root = request.CreateSelfSigned(Begins, Begins.AddYears(100));
    }

    internal string Pem => _root.ExportCertificatePem();

    internal CertificateAuthority Authority => new([_root]);

    /// <summary>A certificate for these hosts: names and IP addresses.</summary>
    internal TlsCertificate Issue(params string[] hosts) => Issue(hosts, Begins.AddYears(90), ServerUse, ClientUse);

    /// <summary>One that was good once.</summary>
    internal TlsCertificate IssueExpired(params string[] hosts) => Issue(hosts, Begins.AddYears(1), ServerUse, ClientUse);

    /// <summary>One that only the side that is connected to may show.</summary>
    internal TlsCertificate IssueForServers(params string[] hosts) => Issue(hosts, Begins.AddYears(90), ServerUse);

    /// <summary>One that comes from nothing but itself.</summary>
    internal static TlsCertificate IssueSelfSigned(params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Request(key, hosts, ServerUse, ClientUse).CreateSelfSigned(Begins, Begins.AddYears(90));
        return Reloaded(issued);
    }

    /// <summary>Writes a certificate and its key into a file, and gives its path back.</summary>
    internal static string Write(string folder, string name, TlsCertificate certificate)
    {
        var path = Path.Combine(folder, name);
        var key = certificate.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        File.WriteAllText(path, $"{certificate.Certificate.ExportCertificatePem()}\n{key}\n");
        return path;
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    private TlsCertificate Issue(string[] hosts, DateTimeOffset ends, params string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Request(key, hosts, uses).Create(_root, Begins, ends, [1, ++_serial]);
        using var withKey = issued.CopyWithPrivateKey(key);
        return Reloaded(withKey);
    }

    private static TlsCertificate Reloaded(X509Certificate2 certificate) =>
        new(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable), []);

    private static CertificateRequest Request(ECDsa key, string[] hosts, params string[] uses)
    {
        var request = new CertificateRequest("CN=a node of a test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. uses.Select(use => new Oid(use))], false));
        return request;
    }
}
