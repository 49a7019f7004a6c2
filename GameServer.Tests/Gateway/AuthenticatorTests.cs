using System.Security.Cryptography;
using GameServer.Gateway;
using GameServer.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Tests.Gateway;

public sealed class AuthenticatorTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Secret = SHA256.HashData("a secret of the tests"u8);
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly Dictionary<string, (SecurityKey Signs, TokenKeyOptions Checks)> Keys = new()
    {
        ["HS256"] = (new SymmetricSecurityKey(Secret), new() { Algorithm = "HS256", Key = Convert.ToBase64String(Secret) }),
        ["RS256"] = (new RsaSecurityKey(Rsa), new() { Algorithm = "RS256", Key = Rsa.ExportSubjectPublicKeyInfoPem() }),
        ["ES256"] = (new ECDsaSecurityKey(Ec), new() { Algorithm = "ES256", Key = Ec.ExportSubjectPublicKeyInfoPem() }),
    };

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_signed_with_a_configured_key_is_the_player(string algorithm)
    {
        var claims = Claims();
        claims["rights"] = new[] { "publisher", "operator" };
        var player = await AcceptAsync(With(Keys[algorithm].Checks), Sign(algorithm, claims));
        player.Id.Value.ShouldBe("player-1");
        player.Name.ShouldBe("Ada");
        player.IsGuest.ShouldBeFalse();
        player.Rights.ShouldBe(["publisher", "operator"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_that_was_changed_is_refused(string algorithm)
    {
        var parts = Sign(algorithm, Claims()).Split('.');
        var other = Sign(algorithm, Claims("player-2")).Split('.');
        (await RefuseAsync(With(Keys[algorithm].Checks), $"{parts[0]}.{other[1]}.{parts[2]}")).ShouldContain("not signed");
    }

    [Theory]
    [InlineData("HS256", "RS256")]
    [InlineData("RS256", "ES256")]
    [InlineData("ES256", "HS256")]
    public async Task A_token_signed_with_another_kind_of_key_is_refused(string signed, string configured) =>
        (await RefuseAsync(With(Keys[configured].Checks), Sign(signed, Claims()))).ShouldContain("not signed");

    [Fact]
    public async Task A_public_key_is_no_shared_secret()
    {
        var publicKey = Rsa.ExportSubjectPublicKeyInfo();
        var forged = Sign(new SymmetricSecurityKey(publicKey), "HS256", Claims());
        (await RefuseAsync(With(Keys["RS256"].Checks), forged)).ShouldContain("not signed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJwbGF5ZXItMSIsImV4cCI6MTk5OTk5OTk5OX0.")]
    public async Task What_is_no_signed_token_is_refused(string token) =>
        (await RefuseAsync(With(Keys["HS256"].Checks), token)).ShouldContain("not signed");

    [Theory]
    [InlineData(-31, null, false)]
    [InlineData(-29, null, true)]
    [InlineData(60, 29, true)]
    [InlineData(60, 31, false)]
    [InlineData(null, null, false)]
    public async Task A_token_is_good_from_nbf_to_exp_with_the_skew(int? expires, int? begins, bool good)
    {
        var claims = Claims();
        claims.Remove("exp");
        if (expires is { } end)
        {
            claims["exp"] = Now.AddSeconds(end).ToUnixTimeSeconds();
        }

        if (begins is { } start)
        {
            claims["nbf"] = Now.AddSeconds(start).ToUnixTimeSeconds();
        }

        var result = await AskAsync(With(Keys["HS256"].Checks), Sign("HS256", claims));
        (result is AuthenticationResult.Accepted).ShouldBe(good);
    }

    [Fact]
    public async Task A_token_may_be_good_to_the_end_of_the_calendar()
    {
        var claims = Claims();
        claims["exp"] = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        await AcceptAsync(With(Keys["HS256"].Checks), Sign("HS256", claims));
        claims["nbf"] = DateTimeOffset.MinValue.ToUnixTimeSeconds();
        await AcceptAsync(With(Keys["HS256"].Checks), Sign("HS256", claims));
    }

    [Theory]
    [InlineData("iss", "someone", "issuer")]
    [InlineData("aud", "elsewhere", "not meant")]
    public async Task A_token_of_another_issuer_or_for_another_server_is_refused(string claim, string value, string reason)
    {
        var strict = With(Keys["HS256"].Checks, new TokenOptions { Issuer = "login", Audience = "game" });
        var claims = Claims();
        claims["iss"] = "login";
        claims["aud"] = "game";
        await AcceptAsync(strict, Sign("HS256", claims));
        claims[claim] = value;
        (await RefuseAsync(strict, Sign("HS256", claims))).ShouldContain(reason);
        claims.Remove(claim);
        await RefuseAsync(strict, Sign("HS256", claims));
    }

    [Fact]
    public async Task The_sub_claim_must_be_there_and_not_too_long_and_hold_no_control_characters()
    {
        var authenticator = With(Keys["HS256"].Checks);
        var claims = Claims();
        claims.Remove("sub");
        (await RefuseAsync(authenticator, Sign("HS256", claims))).ShouldContain("sub");
        await RefuseAsync(authenticator, Sign("HS256", Claims(new string('x', 129))));
        await RefuseAsync(authenticator, Sign("HS256", Claims("a\0b")));
        await RefuseAsync(authenticator, Sign("HS256", Claims("a\ud800b")));
        (await AcceptAsync(authenticator, Sign("HS256", Claims(new string('x', 128))))).Id.Value.Length.ShouldBe(128);
    }

    [Fact]
    public async Task A_key_with_a_kid_fits_only_tokens_that_name_it()
    {
        var named = Keys["HS256"].Checks with { Kid = "k2" };
        var signing = new SymmetricSecurityKey(Secret) { KeyId = "k2" };
        await AcceptAsync(With(named), Sign(signing, "HS256", Claims()));
        await RefuseAsync(With(named with { Kid = "k1" }), Sign(signing, "HS256", Claims()));
        await RefuseAsync(With(named), Sign("HS256", Claims()));
    }

    [Fact]
    public async Task The_name_is_cleaned_and_falls_back_on_the_wish_and_the_player()
    {
        var authenticator = With(Keys["HS256"].Checks);
        var claims = Claims();
        claims["name"] = "  Ada\u0000 \u202E  of\tLove ";
        (await AcceptAsync(authenticator, Sign("HS256", claims))).Name.ShouldBe("Ada of Love");
        claims.Remove("name");
        (await AcceptAsync(authenticator, Sign("HS256", claims))).Name.ShouldBe("Wish");
        claims["name"] = 5;
        (await AcceptAsync(authenticator, Sign("HS256", claims), wish: "\u0001")).Name.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("HS256", "c2hvcnQ=")]
    [InlineData("HS256", "not base64")]
    [InlineData("RS256", "not PEM")]
    [InlineData("RS256", "")]
    [InlineData("ES256", "not PEM")]
    [InlineData("none", "")]
    [InlineData("HS512", "c2hvcnQ=")]
    public void A_key_that_cannot_be_used_is_a_sentence_without_the_key(string algorithm, string key)
    {
        var failed = TokenKey.Load(new TokenKeyOptions { Algorithm = algorithm, Key = key }).ShouldBeOfType<TokenKeyLoad.Failed>();
        failed.Sentence.ShouldContain(algorithm);
        if (key.Length > 0)
        {
            failed.Sentence.ShouldNotContain(key);
        }
    }

    [Fact]
    public void A_key_of_the_wrong_size_is_refused()
    {
        using var small = RSA.Create(1024);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        TokenKey.Load(new() { Algorithm = "RS256", Key = small.ExportSubjectPublicKeyInfoPem() }).ShouldBeOfType<TokenKeyLoad.Failed>();
        TokenKey.Load(new() { Algorithm = "ES256", Key = other.ExportSubjectPublicKeyInfoPem() }).ShouldBeOfType<TokenKeyLoad.Failed>();
    }

    [Fact]
    public async Task Guests_get_an_identity_each_and_a_name_if_they_wish_none()
    {
        var guests = new GuestAuthenticator(new CountingIds());
        var first = await AcceptAsync(guests, string.Empty, wish: " \r\n ");
        first.ShouldSatisfyAllConditions(
            player => player.Id.Value.ShouldBe("guest-id0001"),
            player => player.Name.ShouldBe("Guest-0001"),
            player => player.IsGuest.ShouldBeTrue(),
            player => player.Rights.ShouldBeEmpty());
        (await AcceptAsync(guests, string.Empty, wish: "Bob")).ShouldSatisfyAllConditions(
            player => player.Id.Value.ShouldBe("guest-id0002"), player => player.Name.ShouldBe("Bob"));
    }

    [Fact]
    public async Task Guests_and_tokens_are_admitted_as_configured()
    {
        var guests = new GuestAuthenticator(new CountingIds());
        var tokens = With(Keys["HS256"].Checks);
        var token = Sign("HS256", Claims());
        (await AcceptAsync(new HelloAuthenticator(guests, tokens), token)).IsGuest.ShouldBeFalse();
        (await AcceptAsync(new HelloAuthenticator(guests, tokens), string.Empty)).IsGuest.ShouldBeTrue();
        (await RefuseAsync(new HelloAuthenticator(null, tokens), string.Empty)).ShouldContain("guests");
        (await RefuseAsync(new HelloAuthenticator(guests, null), token)).ShouldContain("tokens");
    }

    [Theory]
    [InlineData("0123456789012345678901234567890123456789", "01234567890123456789012345678901")]
    [InlineData("0123456789012345678901234567890\U0001F600", "0123456789012345678901234567890")]
    [InlineData("a \n b", "a b")]
    [InlineData("\u0000\u001B[31m", "[31m")]
    [InlineData("", "")]
    public void Names_are_cut_between_characters_and_cleaned(string wish, string name) => PlayerNames.Clean(wish).ShouldBe(name);

    [Fact]
    public void Half_a_character_becomes_the_sign_for_it() => PlayerNames.Clean("\uD800x").ShouldBe("\uFFFDx");

    [Fact]
    public void Random_ids_are_long_and_differ()
    {
        var ids = new RandomIdSource();
        var made = Enumerable.Range(0, 1000).Select(_ => ids.NewId()).ToHashSet();
        made.Count.ShouldBe(1000);
        made.ShouldAllBe(id => id.Length == 26 && id.All(char.IsAsciiLetterOrDigit));
    }

    private static Dictionary<string, object> Claims(string sub = "player-1") => new()
    {
        ["sub"] = sub,
        ["name"] = "Ada",
        ["exp"] = Now.AddMinutes(5).ToUnixTimeSeconds(),
    };

    private static string Sign(string algorithm, Dictionary<string, object> claims) => Sign(Keys[algorithm].Signs, algorithm, claims);

    private static string Sign(SecurityKey key, string algorithm, Dictionary<string, object> claims) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor { Claims = claims, SigningCredentials = new SigningCredentials(key, algorithm) });

    private static TokenAuthenticator With(TokenKeyOptions key, TokenOptions? options = null) =>
        new(options ?? new TokenOptions(), [TokenKey.Load(key).ShouldBeOfType<TokenKeyLoad.Loaded>().Key], new FixedTime());

    private static async Task<AuthenticationResult> AskAsync(IAuthenticator authenticator, string token, string wish = "Wish") =>
        await authenticator.AuthenticateAsync(new Hello { Token = token, Name = wish }, "nowhere", CancellationToken.None);

    private static async Task<PlayerIdentity> AcceptAsync(IAuthenticator authenticator, string token, string wish = "Wish") =>
        (await AskAsync(authenticator, token, wish)).ShouldBeOfType<AuthenticationResult.Accepted>().Player;

    private static async Task<string> RefuseAsync(IAuthenticator authenticator, string token) =>
        (await AskAsync(authenticator, token)).ShouldBeOfType<AuthenticationResult.Refused>().Reason;

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class CountingIds : IIdSource
    {
        private int _last;

        public string NewId() => $"id{++_last:D4}";
    }
}
