using GameServer.Admin;

namespace GameServer.Tests.Admin;

public sealed class AdminTokensTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Another = "fedcba9876543210fedcba9876543210";

    [Theory]
    [InlineData("Bearer " + Secret, "ann")]
    [InlineData("bearer  " + Another, "ben")]
    [InlineData("Bearer " + Secret + "0", null)]
    [InlineData("Bearer 0123456789abcdef", null)]
    [InlineData("Basic " + Secret, null)]
    [InlineData(Secret, null)]
    [InlineData("Bearer", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_token_is_that_of_one_name_and_anything_else_nobodys(string? authorization, string? name)
    {
        var tokens = Load(new() { Name = "ann", Token = Secret }, new() { Name = "ben", Role = AdminRole.Operator, Token = Another });
        tokens.ShouldBeOfType<AdminTokensLoad.Loaded>().Tokens.Find(authorization)?.Name.ShouldBe(name);
    }

    [Fact]
    public void Without_tokens_there_are_none()
    {
        var tokens = Load().ShouldBeOfType<AdminTokensLoad.Loaded>().Tokens;
        tokens.IsEmpty.ShouldBeTrue();
        tokens.Find("Bearer ").ShouldBeNull();
    }

    [Theory]
    [InlineData("", Secret, "Admin:Tokens:1:Name", "is ''; it must be a name")]
    [InlineData("ann", Another, "Admin:Tokens:1:Name", "is 'ann'; it must be a name that no other token has.")]
    [InlineData("ben", Secret, "Admin:Tokens:1:Token", "is that of another name; each must have its own.")]
    [InlineData("ben", "0123456789abcdef0123456789abcde", "Admin:Tokens:1:Token", "has 31 characters; it must be 32 characters or more")]
    [InlineData("ben", "0123456789abcdef 0123456789abcdef", "Admin:Tokens:1:Token", "has a sign in it that is none of")]
    public void What_is_wrong_is_said_without_the_secret(string name, string token, string key, string sentence)
    {
        var failed = Load(new() { Name = "ann", Token = Secret }, new() { Name = name, Token = token })
            .ShouldBeOfType<AdminTokensLoad.Failed>();
        failed.Key.ShouldBe(key);
        failed.Sentence.ShouldStartWith(sentence);
        failed.Sentence.ShouldNotContain("0123456789abcdef");
    }

    [Fact]
    public void An_options_text_has_no_secret() =>
        new AdminTokenOptions { Name = "ann", Token = Secret }.ToString().ShouldBe("ann, Viewer");

    private static AdminTokensLoad Load(params AdminTokenOptions[] tokens) => AdminTokens.Load(new AdminOptions { Tokens = tokens });
}
