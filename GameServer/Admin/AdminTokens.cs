using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace GameServer.Admin;

/// <summary>
/// The tokens of the configuration. Of each only a digest is kept, and what is presented is compared with all of them in the same time,
/// whatever it is. Immutable.
/// </summary>
internal sealed class AdminTokens
{
    internal const int TokenCharactersMin = 32;

    private const string Scheme = "Bearer ";

    /// <summary>What a bearer token may be made of, by RFC 6750.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    private readonly IReadOnlyList<(byte[] Digest, AdminIdentity Identity)> _tokens;

    private AdminTokens(IReadOnlyList<(byte[] Digest, AdminIdentity Identity)> tokens) => _tokens = tokens;

    internal bool IsEmpty => _tokens.Count == 0;

    /// <summary>The tokens, or the key of an option and a sentence that says what is wrong with it, and nothing of any secret.</summary>
    internal static AdminTokensLoad Load(AdminOptions options)
    {
        var tokens = new List<(byte[] Digest, AdminIdentity Identity)>();
        for (var index = 0; index < options.Tokens.Count; index++)
        {
            var (token, key) = (options.Tokens[index], $"Admin:Tokens:{index}");
            var digest = Digest(token.Token);
            if (token.Name.Length == 0 || tokens.Exists(each => each.Identity.Name == token.Name))
            {
                return new AdminTokensLoad.Failed($"{key}:Name", $"is '{token.Name}'; it must be a name that no other token has.");
            }

            if (token.Token.Length < TokenCharactersMin)
            {
                var rule = $"it must be {TokenCharactersMin} characters or more that cannot be guessed.";
                return new AdminTokensLoad.Failed($"{key}:Token", $"has {token.Token.Length} characters; {rule}");
            }

            if (token.Token.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                return new AdminTokensLoad.Failed($"{key}:Token", "has a sign in it that is none of A-Z a-z 0-9 -._~+/=, as it must be.");
            }

            if (tokens.Exists(each => each.Digest.AsSpan().SequenceEqual(digest)))
            {
                return new AdminTokensLoad.Failed($"{key}:Token", "is that of another name; each must have its own.");
            }

            tokens.Add((digest, new AdminIdentity(token.Name, token.Role)));
        }

        return new AdminTokensLoad.Loaded(new AdminTokens(tokens));
    }

    /// <summary>Whose token the header Authorization carries; null: nobody's.</summary>
    internal AdminIdentity? Find(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var presented = Digest(authorization[Scheme.Length..].Trim());
        AdminIdentity? found = null;
        foreach (var (digest, identity) in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(digest, presented))
            {
                found = identity;
            }
        }

        return found;
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>Who has presented a token.</summary>
internal sealed record AdminIdentity(string Name, AdminRole Role);

/// <summary>What comes of loading tokens. A closed set.</summary>
internal abstract record AdminTokensLoad
{
    private AdminTokensLoad()
    {
    }

    internal sealed record Loaded(AdminTokens Tokens) : AdminTokensLoad;

    /// <param name="Key">Of the option, below the section GameServer.</param>
    /// <param name="Sentence">What is wrong with it, without its subject.</param>
    internal sealed record Failed(string Key, string Sentence) : AdminTokensLoad;
}
