using GameServer.Protocol.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Sessions;

/// <summary>What a resume token says: enough to go on with a session on a node that never saw it.</summary>
internal sealed record ResumeTicket(SessionId Session, PlayerIdentity Player, Generation Generation);

/// <summary>
/// Issues and reads resume tokens: JSON Web Tokens (RFC 7519) signed HS256 with the cluster key. The first key signs, all are accepted,
/// so that keys can rotate. Safe to use from any thread.
/// </summary>
internal sealed class ResumeTokens(IReadOnlyList<SymmetricSecurityKey> keys, TimeSpan lifetime, TimeProvider time)
{
    private const string Audience = "gameserver-resume";
    private const string RightsClaim = "rights";
    private const string GenerationClaim = "gen";
    private const string GuestClaim = "guest";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    internal string Issue(ResumeTicket ticket, DateTimeOffset now) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Audience = Audience,
        IssuedAt = now.UtcDateTime,
        Expires = now.UtcDateTime + lifetime,
        SigningCredentials = new SigningCredentials(keys[0], SecurityAlgorithms.HmacSha256),
        Claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sid] = ticket.Session.Value,
            [JwtRegisteredClaimNames.Sub] = ticket.Player.Id.Value,
            [JwtRegisteredClaimNames.Name] = ticket.Player.Name,
            [RightsClaim] = ticket.Player.Rights.ToArray(),
            [GuestClaim] = ticket.Player.IsGuest,
            [GenerationClaim] = (long)ticket.Generation.Value,
        },
    });

    /// <summary>The ticket, or null when the token is forged, damaged or expired.</summary>
    internal async ValueTask<ResumeTicket?> ReadAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, Rules()).ConfigureAwait(false);
        return result is { IsValid: true, SecurityToken: JsonWebToken jwt } ? Ticket(jwt) : null;
    }

    private TokenValidationParameters Rules() => new()
    {
        ValidAudience = Audience,
        ValidateIssuer = false,
        IssuerSigningKeys = keys,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
    };

    private static ResumeTicket Ticket(JsonWebToken jwt)
    {
        var player = new PlayerIdentity(
            new PlayerId(jwt.Subject),
            jwt.GetClaim(JwtRegisteredClaimNames.Name).Value,
            jwt.Claims.Where(claim => claim.Type == RightsClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
            jwt.GetPayloadValue<bool>(GuestClaim));
        return new ResumeTicket(
            new SessionId(jwt.GetClaim(JwtRegisteredClaimNames.Sid).Value),
            player,
            new Generation((ulong)jwt.GetPayloadValue<long>(GenerationClaim)));
    }
}
