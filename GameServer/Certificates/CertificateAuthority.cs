using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GameServer.Certificates;

/// <summary>
/// The certificates from which those of others must come; what else the system trusts does not count. Nothing is asked of the network, so
/// nothing is revoked but by another authority. From any thread.
/// </summary>
internal sealed class CertificateAuthority(X509Certificate2Collection roots)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    // The signature is wrong where another authority has the same name.
    private const X509ChainStatusFlags OfAnother =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;

    /// <summary>The authority, or a sentence that says what is wrong with the file.</summary>
    internal static AuthorityLoad Load(string path)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(path);
            return roots.Count == 0
                ? new AuthorityLoad.Failed("there is no certificate in it.")
                : new AuthorityLoad.Loaded(new CertificateAuthority(roots));
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            return new AuthorityLoad.Failed(failure.Message);
        }
    }

    /// <summary>What a chain must fulfil; for one chain.</summary>
    internal X509ChainPolicy Policy(CertificateUse use)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        policy.ApplicationPolicy.Add(new Oid(use switch
        {
            CertificateUse.Server => ServerUse,
            CertificateUse.Client => ClientUse,
        }));
        return policy;
    }

    /// <summary>Why a certificate is not good; null when it is.</summary>
    /// <param name="certificate">With the rest of its chain.</param>
    /// <param name="use">What it is shown for.</param>
    internal string? Refusal(TlsCertificate certificate, CertificateUse use)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(use) };
        chain.ChainPolicy.ExtraStore.AddRange(certificate.Chain);
        return chain.Build(certificate.Certificate) ? null : Refusal(certificate.Certificate, chain, use);
    }

    /// <summary>Why a chain that was built by <see cref="Policy"/>, and found to be wrong, is not good.</summary>
    internal static string Refusal(X509Certificate2 certificate, X509Chain chain, CertificateUse use)
    {
        var wrong = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, each) => all | each.Status);
        if (wrong.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            var (begins, ends) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            return FormattableString.Invariant($"it is good from {begins:u} to {ends:u} only, or what it comes from is not good now");
        }

        if ((wrong & OfAnother) != 0)
        {
            return "it does not come from the authority";
        }

        if (wrong.HasFlag(X509ChainStatusFlags.NotValidForUsage))
        {
            return use switch
            {
                CertificateUse.Server => "it is not good for servers (extendedKeyUsage serverAuth)",
                CertificateUse.Client => "it is not good for clients (extendedKeyUsage clientAuth)",
            };
        }

        return $"its chain is not right ({wrong})";
    }
}

/// <summary>What came of loading an authority.</summary>
internal abstract record AuthorityLoad
{
    private AuthorityLoad()
    {
    }

    internal sealed record Loaded(CertificateAuthority Authority) : AuthorityLoad;

    internal sealed record Failed(string Why) : AuthorityLoad;
}
