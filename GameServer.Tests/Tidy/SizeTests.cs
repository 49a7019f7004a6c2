using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Abstractions;

namespace GameServer.Tests.Tidy;

public sealed class SizeTests(ITestOutputHelper output)
{
    private const int FileLinesMax = 300;
    private const int LineColumnsMax = 140;
    private const int MethodLinesMax = 70;

    private static IEnumerable<SourceFile> HandWritten => Repository.AllCSharp.Concat(Repository.TypeScript);

    [Fact]
    public void No_file_is_longer_than_300_lines() => Findings.ShouldBeNone(
        HandWritten.Where(file => file.Lines.Length > FileLinesMax).Select(file => $"{file} has {file.Lines.Length} lines"),
        $"file of more than {FileLinesMax} lines");

    [Fact]
    public void No_line_is_wider_than_140_columns() => Findings.ShouldBeNone(
        from file in HandWritten
        from line in file.Lines.Index()
        where line.Item.Length > LineColumnsMax
        select $"{file}:{line.Index + 1} has {line.Item.Length} columns",
        $"line of more than {LineColumnsMax} columns");

    [Fact]
    public void Methods_of_more_than_70_lines_are_warned_about()
    {
        foreach (var file in Repository.AllCSharp)
        {
            foreach (var method in file.Syntax.DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
            {
                var span = method.GetLocation().GetLineSpan();
                var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
                if (lines > MethodLinesMax)
                {
                    output.WriteLine($"warning: {file}:{span.StartLinePosition.Line + 1} a method of {lines} lines");
                }
            }
        }
    }
}
