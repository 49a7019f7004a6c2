using System.ComponentModel.DataAnnotations;

namespace GameServer.Gateway;

/// <summary>Which signed tokens (JWT) are accepted; the configuration section "Tokens".</summary>
internal sealed record TokenOptions
{
    /// <summary>Keys that sign tokens. Several at once let keys change without a gap.</summary>
    public IReadOnlyList<TokenKeyOptions> Keys { get; init; } = [];

    /// <summary>The iss claim that tokens must have; null accepts any.</summary>
    public string? Issuer { get; init; }

    /// <summary>The aud claim that tokens must have; null accepts any.</summary>
    public string? Audience { get; init; }

    /// <summary>How far the issuer's clock may be off, in milliseconds; 0 to 600,000.</summary>
    [Range(0, 600_000)]
    public int ClockSkewMs { get; init; } = 30_000;
}

/// <summary>One key.</summary>
internal sealed record TokenKeyOptions
{
    /// <summary>HS256, RS256 or ES256.</summary>
    public string Algorithm { get; init; } = "HS256";

    /// <summary>HS256: the shared secret in base64, 32 bytes or more. RS256, ES256: the public key in PEM.</summary>
    public string Key { get; init; } = string.Empty;

    /// <summary>The kid header of tokens signed with it; null fits tokens of any or no kid.</summary>
    public string? Kid { get; init; }
}
