using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GameServer.Tests.Gateway;

/// <summary>A certificate for localhost that nobody else trusts.</summary>
internal static class TestCertificate
{
    internal static X509Certificate2 New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var begins = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(begins, begins.AddYears(100));
    }
}
