using System.Text;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Gateway;

/// <summary>
/// Takes the identity from a signed token: sub is the player, name the display name, rights a list of what the player may do. A token
/// must expire.
/// </summary>
internal sealed class TokenAuthenticator : IAuthenticator
{
    private const int PlayerIdCharactersMax = 128;
    private const string NameClaim = "name";
    private const string RightsClaim = "rights";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;
    private readonly IReadOnlyList<TokenKey> _keys;
    private readonly TimeSpan _skew;
    private readonly TimeProvider _time;

    internal TokenAuthenticator(TokenOptions options, IReadOnlyList<TokenKey> keys, TimeProvider time)
    {
        _keys = keys;
        _skew = TimeSpan.FromMilliseconds(options.ClockSkewMs);
        _time = time;
        _parameters = new TokenValidationParameters
        {
            IssuerSigningKeyResolver = (_, token, kid, _) => KeysFor((JsonWebToken)token, kid),
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = keys.Select(key => key.Algorithm).Distinct().ToArray(),
            ValidateIssuer = options.Issuer is not null,
            ValidIssuer = options.Issuer,
            ValidateAudience = options.Audience is not null,
            ValidAudience = options.Audience,
            LifetimeValidator = (begins, expires, _, _) => IsAlive(begins, expires),
        };
    }

    /// <inheritdoc />
    public async ValueTask<AuthenticationResult> AuthenticateAsync(Hello hello, string remoteAddress, CancellationToken cancel)
    {
        var checkedToken = await _handler.ValidateTokenAsync(hello.Token, _parameters).ConfigureAwait(false);
        if (!checkedToken.IsValid)
        {
            return new AuthenticationResult.Refused(ReasonOf(checkedToken.Exception));
        }

        var token = (JsonWebToken)checkedToken.SecurityToken;
        if (!IsPlayerId(token.Subject))
        {
            return new AuthenticationResult.Refused(
                $"The token's sub claim must have 1 to {PlayerIdCharactersMax} characters, none of them a control character.");
        }

        var rights = token.Claims.Where(claim => claim.Type == RightsClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        return new AuthenticationResult.Accepted(
            new PlayerIdentity(new PlayerId(token.Subject), NameOf(token, hello), rights, IsGuest: false));
    }

    // Databases store no zero character and no half of a surrogate pair.
    private static bool IsPlayerId(string subject) =>
        subject.Length is > 0 and <= PlayerIdCharactersMax
        && subject.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && !Rune.IsControl(rune));

    private static string NameOf(JsonWebToken token, Hello hello)
    {
        var claimed = token.TryGetPayloadValue<string>(NameClaim, out var claim) ? PlayerNames.Clean(claim) : string.Empty;
        string[] wishes = [claimed, PlayerNames.Clean(hello.Name), PlayerNames.Clean(token.Subject)];
        return wishes.FirstOrDefault(wish => wish.Length > 0) ?? "Player";
    }

    // Says which check failed, in words of ours: the library's can quote the token.
    private static string ReasonOf(Exception failure) => failure switch
    {
        SecurityTokenInvalidLifetimeException => "The token has expired or is not good yet.",
        SecurityTokenInvalidIssuerException => "The token's issuer is not accepted here.",
        SecurityTokenInvalidAudienceException => "The token is not meant for this server.",
        _ => "The token is not signed with a key of this server.",
    };

    private IEnumerable<SecurityKey> KeysFor(JsonWebToken token, string? kid) =>
        _keys.Where(key => key.Fits(token.Alg, string.IsNullOrEmpty(kid) ? null : kid)).Select(key => key.Key);

    private bool IsAlive(DateTime? begins, DateTime? expires)
    {
        var now = _time.GetUtcNow().UtcDateTime;

        // The skew is added to our time, which is far from the ends of the calendar: a token may name any time.
        return expires is { } end && now - _skew < end && (begins is not { } start || now + _skew >= start);
    }
}
