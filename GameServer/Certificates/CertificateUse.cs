namespace GameServer.Certificates;

/// <summary>What a certificate is shown for.</summary>
internal enum CertificateUse
{
    /// <summary>By the side that was connected to.</summary>
    Server,

    /// <summary>By the side that has connected.</summary>
    Client,
}
