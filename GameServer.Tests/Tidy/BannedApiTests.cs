using Microsoft.CodeAnalysis;

namespace GameServer.Tests.Tidy;

public sealed class BannedApiTests
{
    // The edges: the only places that may touch clocks, chance, threads and the console.
    private static readonly string[] Exempt = ["GameServer/Gateway/**.cs", "GameServer/*.cs"];

    [Fact]
    public void Every_banned_symbol_exists_and_says_what_to_use_instead()
    {
        var compilation = ProductModel.All.Single(model => model.Name == "GameServer").Compilation;

        Findings.ShouldBeNone(
            File.ReadLines(Repository.Full("BannedSymbols.txt")).Where(line =>
            {
                var parts = line.Split(';', 2);
                var bans = DocumentationCommentId.GetFirstSymbolForDeclarationId(parts[0], compilation);
                return bans is null || parts.Length != 2 || parts[1].Length < 10;
            }),
            "line of BannedSymbols.txt that bans nothing or names no replacement");
    }

    [Fact]
    public void Only_the_edges_are_exempt()
    {
        var section = "";
        var exempt = new List<string>();
        foreach (var line in File.ReadLines(Repository.Full(".editorconfig")))
        {
            section = line.StartsWith('[') ? line.Trim('[', ']') : section;
            if (line.Contains("RS0030", StringComparison.Ordinal) && line.EndsWith("none", StringComparison.Ordinal))
            {
                exempt.Add(section);
            }
        }

        exempt.ShouldBe(Exempt);
        Findings.ShouldBeNone(
            Repository.Product.Where(file => file.Text.Contains("RS0030", StringComparison.Ordinal)).Select(file => file.Path),
            "file that switches the banned-symbol rule off");
    }
}
