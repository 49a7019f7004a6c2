using System.Text.RegularExpressions;

namespace GameServer.Tests.Tidy;

public sealed partial class DocsTests
{
    private static readonly string[] Tops = [.. Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName)!];

    private static IEnumerable<SourceFile> Docs =>
        SourceFile.ReadAll(["docs", "deploy", "samples", "clients/js"], ".md")
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md")
                .Select(file => new SourceFile(Path.GetFileName(file), File.ReadAllText(file))));

    [Fact]
    public void Every_path_in_the_documents_exists() => Findings.ShouldBeNone(
        from document in Docs
        from line in document.Lines.Index()
        from path in Paths(document, line.Item)
        where !Exists(path)
        select $"{document}:{line.Index + 1} names {path}",
        "path in a document that does not exist");

    [Fact]
    public void No_document_has_a_mark_of_an_unfinished_merge() => Findings.ShouldBeNone(
        from document in Docs
        from line in document.Lines.Index()
        where MergeMark().IsMatch(line.Item)
        select $"{document}:{line.Index + 1} {line.Item}",
        "mark of an unfinished merge");

    [Fact]
    public void Every_test_that_the_documents_name_exists()
    {
        var tests = typeof(DocsTests).Assembly.GetTypes().ToLookup(type => type.Name, StringComparer.Ordinal);
        Findings.ShouldBeNone(
            from document in Docs
            from line in document.Lines.Index()
            from Match named in Test().Matches(line.Item)
            where !tests[named.Groups[1].Value].Any(type => type.GetMethod(named.Groups[2].Value) is not null)
            select $"{document}:{line.Index + 1} names {named.Value}",
            "test in a document that does not exist");
    }

    /// <summary>Targets of links, from the document's folder, and names in code quotes that begin with something at the root.</summary>
    private static IEnumerable<string> Paths(SourceFile document, string line)
    {
        foreach (Match link in Link().Matches(line))
        {
            var target = link.Groups[1].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
            {
                var folder = Path.GetDirectoryName(Repository.Full(document.Path))!;
                yield return Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, target))).Replace('\\', '/');
            }
        }

        foreach (Match quoted in Quoted().Matches(line))
        {
            var path = quoted.Groups[1].Value.TrimEnd('/');
            if (path.Contains('/', StringComparison.Ordinal) && Tops.Contains(path.Split('/')[0], StringComparer.Ordinal))
            {
                yield return path;
            }
        }
    }

    /// <summary>A path may end in a pattern, and may be something that a build makes.</summary>
    private static bool Exists(string path)
    {
        var parts = path.Split('/');
        var isMade = parts.Any(part => part is "bin" or "obj" or "dist" or "node_modules" or "data" or "artifacts");
        var isTemplate = path.IndexOfAny(['<', '>', '{', '}', '*', '…']) >= 0 || path.Contains("NNNN", StringComparison.Ordinal);
        return isMade || isTemplate || File.Exists(Repository.Full(path)) || Directory.Exists(Repository.Full(path));
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Test();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^(<{7}|={7}$|>{7})")]
    private static partial Regex MergeMark();

    [GeneratedRegex(@"`([A-Za-z0-9_.\-/<>{}*…]+)`")]
    private static partial Regex Quoted();
}
