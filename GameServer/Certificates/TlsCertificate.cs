using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GameServer.Certificates;

/// <summary>A server certificate with its private key and what leads from it to a root.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Chain">The intermediates, sent along.</param>
internal sealed record TlsCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    private const string PemBegins = "-----BEGIN ";

    /// <summary>The certificate, or a sentence that says which file is wrong.</summary>
    internal static TlsLoad Load(TlsOptions options)
    {
        try
        {
            var content = File.ReadAllBytes(options.CertificatePath);
            var loaded = content.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(PemBegins)) >= 0
                ? LoadPem(options)
                : LoadPfx(content, options.Password);
            return loaded is null
                ? new TlsLoad.Failed($"'{options.CertificatePath}' holds no certificate with a private key.")
                : new TlsLoad.Loaded(loaded);
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            return new TlsLoad.Failed($"The certificate '{options.CertificatePath}' and its key cannot be loaded: {failure.Message}");
        }
    }

    private static TlsCertificate LoadPem(TlsOptions options)
    {
        var keyPath = options.KeyPath.Length > 0 ? options.KeyPath : options.CertificatePath;
        using var certificate = options.Password.Length > 0
            ? X509Certificate2.CreateFromEncryptedPemFile(options.CertificatePath, options.Password, keyPath)
            : X509Certificate2.CreateFromPemFile(options.CertificatePath, keyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.CertificatePath);
        chain.RemoveAt(0);

        // Windows refuses to serve with a key that was never in a store; a round trip through PKCS#12 puts it where it wants it.
        return new(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null), chain);
    }

    private static TlsCertificate? LoadPfx(byte[] content, string password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(content, password);
        if (all.FirstOrDefault(certificate => certificate.HasPrivateKey) is not { } own)
        {
            return null;
        }

        all.Remove(own);
        return new(own, all);
    }
}

/// <summary>What came of loading a certificate.</summary>
internal abstract record TlsLoad
{
    private TlsLoad()
    {
    }

    internal sealed record Loaded(TlsCertificate Certificate) : TlsLoad;

    internal sealed record Failed(string Sentence) : TlsLoad;
}
