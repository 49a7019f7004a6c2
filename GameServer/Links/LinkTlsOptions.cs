using GameServer.Certificates;

namespace GameServer.Links;

/// <summary>How links are encrypted; the configuration section "Links:Tls". Without a certificate they are not.</summary>
internal sealed record LinkTlsOptions
{
    /// <summary>This node's certificate for links: a PEM file with it and those that lead to its root, or a PFX file.</summary>
    public string CertificatePath { get; init; } = "";

    /// <summary>The PEM file with the private key; empty when the certificate's file holds it.</summary>
    public string KeyPath { get; init; } = "";

    /// <summary>The password of the PFX file or of the encrypted key; empty for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>
    /// A PEM file with the certificates from which those of all nodes must come, or with those of all nodes if they sign themselves.
    /// </summary>
    public string AuthorityPath { get; init; } = "";

    /// <summary>
    /// Whether links without TLS are still let in or made, while a cluster goes over to it: Required, Dialed or Accepted.
    /// </summary>
    public LinkTlsMode Mode { get; init; }

    internal TlsOptions Certificate => new() { CertificatePath = CertificatePath, KeyPath = KeyPath, Password = Password };
}

/// <summary>
/// How far a cluster has come on its way to TLS. What a node does depends on this alone, never on what another one offers.
/// </summary>
internal enum LinkTlsMode
{
    /// <summary>Links are dialed and accepted with TLS only.</summary>
    Required,

    /// <summary>Links are dialed with TLS only; those without are accepted, too.</summary>
    Dialed,

    /// <summary>Links are dialed without TLS; those with it are accepted, too.</summary>
    Accepted,
}
