namespace GameServer.Certificates;

/// <summary>The certificate of https and wss; the configuration section "Tls". Without one the server speaks http and ws.</summary>
internal sealed record TlsOptions
{
    /// <summary>A PEM file with the certificate and those that lead to its root, or a PFX file.</summary>
    public string CertificatePath { get; init; } = string.Empty;

    /// <summary>The PEM file with the private key; empty when the certificate's file holds it.</summary>
    public string KeyPath { get; init; } = string.Empty;

    /// <summary>The password of the PFX file or of the encrypted key; empty for none.</summary>
    public string Password { get; init; } = string.Empty;
}
