using System.Security.Cryptography;
using GameServer.Admin;
using GameServer.Certificates;
using GameServer.Gateway;

namespace GameServer;

/// <summary>Certificates, keys and seeds of this process, from the configuration.</summary>
internal static class Security
{
    /// <summary>The certificate of https and wss, or null where none is configured.</summary>
    /// <exception cref="ConfigurationException">It cannot be loaded.</exception>
    internal static TlsCertificate? Certificate(TlsOptions options) => options.CertificatePath.Length == 0
        ? null
        : TlsCertificate.Load(options) switch
        {
            TlsLoad.Loaded loaded => loaded.Certificate,
            TlsLoad.Failed failed => throw new ConfigurationException($"GameServer:Tls is not right: {failed.Sentence}"),
            var other => throw new InvalidOperationException($"{other} is no outcome of loading a certificate."),
        };

    /// <exception cref="ConfigurationException">A key cannot be loaded.</exception>
    internal static IAuthenticator Authenticator(ServerOptions options, TimeProvider time)
    {
        var guests = options.Guests ? new GuestAuthenticator(new RandomIdSource()) : null;
        var keys = options.Tokens.Keys.Select(Key).ToList();
        if (guests is null && keys.Count == 0)
        {
            throw new ConfigurationException("GameServer:Guests is 'false' and GameServer:Tokens:Keys is empty; nobody could come in.");
        }

        return new HelloAuthenticator(guests, keys.Count > 0 ? new TokenAuthenticator(options.Tokens, keys, time) : null);
    }

    /// <exception cref="ConfigurationException">A token is not right.</exception>
    internal static AdminTokens AdminTokens(AdminOptions options) => Admin.AdminTokens.Load(options) switch
    {
        AdminTokensLoad.Loaded loaded => loaded.Tokens,
        AdminTokensLoad.Failed failed => throw new ConfigurationException($"GameServer:{failed.Key} {failed.Sentence}"),
        var other => throw new InvalidOperationException($"{other} is no outcome of loading tokens."),
    };

    /// <summary>The seed of the actors' random sources: another in each start.</summary>
    internal static ulong NewSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private static TokenKey Key(TokenKeyOptions options, int index) => TokenKey.Load(options) switch
    {
        TokenKeyLoad.Loaded loaded => loaded.Key,
        TokenKeyLoad.Failed failed => throw new ConfigurationException($"GameServer:Tokens:Keys:{index} is not right: {failed.Sentence}"),
        var other => throw new InvalidOperationException($"{other} is no outcome of loading a key."),
    };
}
