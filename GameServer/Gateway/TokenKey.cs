using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Gateway;

/// <summary>A key that tokens are checked with, for its one algorithm only.</summary>
/// <param name="Algorithm">HS256, RS256 or ES256.</param>
/// <param name="Kid">Null fits any.</param>
/// <param name="Key">The key material.</param>
internal sealed record TokenKey(string Algorithm, string? Kid, SecurityKey Key)
{
    private const int SecretBytesMin = 32;
    private const int RsaBitsMin = 2048;
    private const int EcBits = 256;

    internal bool Fits(string algorithm, string? kid) => algorithm == Algorithm && (Kid is null || Kid == kid);

    /// <summary>The key, or a sentence that says what is wrong with the options and nothing of the key.</summary>
    internal static TokenKeyLoad Load(TokenKeyOptions options)
    {
        try
        {
            return options.Algorithm switch
            {
                SecurityAlgorithms.HmacSha256 => LoadSecret(options),
                SecurityAlgorithms.RsaSha256 => LoadRsa(options),
                SecurityAlgorithms.EcdsaSha256 => LoadEc(options),
                _ => new TokenKeyLoad.Failed($"The algorithm of a token key must be HS256, RS256 or ES256, not '{options.Algorithm}'."),
            };
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            return new TokenKeyLoad.Failed($"An {options.Algorithm} token key needs its public key in PEM.");
        }
    }

    private static TokenKeyLoad LoadSecret(TokenKeyOptions options)
    {
        var secret = new byte[options.Key.Length];
        return Convert.TryFromBase64String(options.Key, secret, out var count) && count >= SecretBytesMin
            ? Loaded(options, new SymmetricSecurityKey(secret[..count]))
            : new TokenKeyLoad.Failed($"An HS256 token key needs a secret of {SecretBytesMin} bytes or more in base64.");
    }

    private static TokenKeyLoad LoadRsa(TokenKeyOptions options)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(options.Key);
        return rsa.KeySize >= RsaBitsMin
            ? Loaded(options, new RsaSecurityKey(rsa))
            : new TokenKeyLoad.Failed($"An RS256 token key needs {RsaBitsMin} bits or more.");
    }

    private static TokenKeyLoad LoadEc(TokenKeyOptions options)
    {
        var ec = ECDsa.Create();
        ec.ImportFromPem(options.Key);
        return ec.KeySize == EcBits
            ? Loaded(options, new ECDsaSecurityKey(ec))
            : new TokenKeyLoad.Failed("An ES256 token key needs the curve P-256.");
    }

    private static TokenKeyLoad.Loaded Loaded(TokenKeyOptions options, SecurityKey key) => new(new(options.Algorithm, options.Kid, key));
}

/// <summary>What came of loading a key.</summary>
internal abstract record TokenKeyLoad
{
    private TokenKeyLoad()
    {
    }

    internal sealed record Loaded(TokenKey Key) : TokenKeyLoad;

    internal sealed record Failed(string Sentence) : TokenKeyLoad;
}
