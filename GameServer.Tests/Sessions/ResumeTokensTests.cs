using System.Security.Cryptography;
using System.Text;
using GameServer.Protocol.Identity;
using GameServer.Sessions;
using GameServer.Tests.Actors.TestKit;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Tests.Sessions;

/// <summary>Which tokens bring a session back, on virtual time.</summary>
public sealed class ResumeTokensTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly SymmetricSecurityKey Newer = KeyOf("the newer key"u8);
    private static readonly SymmetricSecurityKey Elder = KeyOf("the elder key"u8);
    private static readonly SymmetricSecurityKey Foreign = KeyOf("a key of somebody else"u8);

    private static readonly ResumeTicket Ticket = new(
        new SessionId("s1"),
        new PlayerIdentity(new PlayerId("alice"), "Alice", new HashSet<string> { "publisher", "operator" }, IsGuest: true),
        new Generation(7));

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_token_brings_back_all_that_it_was_issued_for()
    {
        var ticket = (await With(Newer).ReadAsync(Issue(With(Newer)))).ShouldNotBeNull();

        (ticket.Session, ticket.Generation).ShouldBe((Ticket.Session, Ticket.Generation));
        (ticket.Player.Id, ticket.Player.Name, ticket.Player.IsGuest).ShouldBe((Ticket.Player.Id, "Alice", true));
        ticket.Player.Rights.ShouldBe(Ticket.Player.Rights, ignoreOrder: true);
    }

    [Fact]
    public async Task A_token_is_good_until_its_lifetime_is_over_and_no_longer()
    {
        var tokens = With(Newer);
        var token = Issue(tokens);

        _time.Advance(Lifetime - TimeSpan.FromMilliseconds(1));
        (await tokens.ReadAsync(token)).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await tokens.ReadAsync(token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_well_formed_token_that_another_key_signed_is_refused() =>
        (await With(Newer, Elder).ReadAsync(Issue(With(Foreign)))).ShouldBeNull();

    [Fact]
    public async Task A_token_whose_payload_was_altered_is_refused_unless_a_key_of_the_cluster_signs_it()
    {
        var tokens = With(Newer);
        var (header, payload, signature) = PartsOf(Issue(tokens));
        var altered = payload.Replace("\"alice\"", "\"mallory\"", StringComparison.Ordinal);

        (await tokens.ReadAsync($"{header}.{Base64UrlEncoder.Encode(altered)}.{signature}")).ShouldBeNull();
        (await tokens.ReadAsync(Signed(header, altered, Newer))).ShouldNotBeNull().Player.Id.Value.ShouldBe("mallory");
    }

    [Theory]
    [InlineData("\"aud\":\"game\"")]
    [InlineData("\"aud\":\"\"")]
    [InlineData("\"for\":\"gameserver-resume\"")]
    public async Task A_token_that_the_same_key_signed_for_something_else_is_refused(string audience)
    {
        var tokens = With(Newer);
        var (header, payload, _) = PartsOf(Issue(tokens));
        var login = payload.Replace("\"aud\":\"gameserver-resume\"", audience, StringComparison.Ordinal);
        login.ShouldNotBe(payload);

        (await tokens.ReadAsync(Signed(header, payload, Newer))).ShouldNotBeNull();
        (await tokens.ReadAsync(Signed(header, login, Newer))).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_an_elder_key_signed_is_still_good_and_the_first_key_signs()
    {
        var (before, after) = (With(Elder), With(Newer, Elder));

        (await after.ReadAsync(Issue(before))).ShouldNotBeNull();
        (await With(Newer).ReadAsync(Issue(after))).ShouldNotBeNull();
        (await before.ReadAsync(Issue(after))).ShouldBeNull();
    }

    private ResumeTokens With(params SymmetricSecurityKey[] keys) => new(keys, Lifetime, _time);

    private string Issue(ResumeTokens tokens) => tokens.Issue(Ticket, _time.GetUtcNow());

    private static (string Header, string Payload, string Signature) PartsOf(string token)
    {
        var parts = token.Split('.');
        return (parts[0], Base64UrlEncoder.Decode(parts[1]), parts[2]);
    }

    private static string Signed(string header, string payload, SymmetricSecurityKey key)
    {
        var head = $"{header}.{Base64UrlEncoder.Encode(payload)}";
        return $"{head}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(key.Key, Encoding.ASCII.GetBytes(head)))}";
    }

    private static SymmetricSecurityKey KeyOf(ReadOnlySpan<byte> name) => new(SHA256.HashData(name));
}
