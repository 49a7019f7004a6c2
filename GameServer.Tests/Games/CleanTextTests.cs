using GameServer.Games;

namespace GameServer.Tests.Games;

public sealed class CleanTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   \t\n ")]
    [InlineData("\u0000\u0007\u001b")]
    [InlineData("\u200b\u200d\u202e\ufeff")]
    public void Text_with_nothing_visible_is_empty(string text)
    {
        CleanText.Line(text).ShouldBe("");
        CleanText.NameOr(text, "Guest 1").ShouldBe("Guest 1");
    }

    [Theory]
    [InlineData("  two\r\n\tlines ", "two lines")]
    [InlineData("evil\u202etxt.exe", "eviltxt.exe")]
    [InlineData("a\u0000b", "a b")]
    [InlineData("<b>&amp;</b>", "<b>&amp;</b>")]
    [InlineData("👩‍🚀 über", "👩‍🚀 über")]
    public void A_line_keeps_what_can_be_seen(string text, string line) => CleanText.Line(text).ShouldBe(line);

    [Fact]
    public void A_name_is_cut_at_its_limit_between_characters()
    {
        var name = CleanText.Name(string.Concat(Enumerable.Repeat("🚀", CleanText.NameCharactersMax + 5)));

        name.ShouldBe(string.Concat(Enumerable.Repeat("🚀", CleanText.NameCharactersMax)));
        CleanText.Length(name).ShouldBe(CleanText.NameCharactersMax);
    }
}
