using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Abstractions;

namespace GameServer.Tests.Tidy;

public sealed partial class WordTests(ITestOutputHelper output)
{
    private static readonly string[] RefusedWords =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Service", "Common", "Impl", "User", "Peer"];

    [Fact]
    public void Refused_words_in_type_names_are_warned_about()
    {
        foreach (var file in Repository.AllCSharp)
        {
            foreach (var type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            {
                var words = Word().Matches(type.Identifier.Text).Select(match => match.Value);
                if (words.Intersect(RefusedWords).FirstOrDefault() is { } word)
                {
                    output.WriteLine($"warning: {file}: the type name {type.Identifier.Text} has the word {word}");
                }
            }
        }
    }

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment()
    {
        // Written in two halves, so that this file does not find itself.
        string[] marks = ["TO" + "DO", "FIX" + "ME"];
        Findings.ShouldBeNone(
            from file in Repository.AllCSharp.Concat(Repository.TypeScript)
            from line in file.Lines.Index()
            where marks.Any(mark => Regex.IsMatch(line.Item, $@"\b{mark}\b"))
            select $"{file}:{line.Index + 1} {line.Item.Trim()}",
            "mark of unfinished work");
    }

    [Fact]
    public void No_regions() => Findings.ShouldBeNone(
        from file in Repository.AllCSharp
        from line in file.Lines.Index()
        where line.Item.TrimStart().StartsWith("#region", StringComparison.Ordinal)
        select $"{file}:{line.Index + 1}",
        "region");

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
