using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GameServer.Tests.Tidy;

/// <summary>The files of this repository as they lie on the disk.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", "dist", "artifacts", "TestResults", "data", "gen"];

    internal static string Root => RepositoryFolder.Path;

    /// <summary>The hand-written C# of the product: what is shipped.</summary>
    internal static IReadOnlyList<SourceFile> Product { get; } =
        [.. SourceFile.ReadAll(["GameServer", "GameServer.Authoring", "GameServer.Client", "GameServer.Protocol"], ".cs")];

    /// <summary>All hand-written C#, tests and tools included.</summary>
    internal static IReadOnlyList<SourceFile> AllCSharp { get; } =
        [.. Product, .. SourceFile.ReadAll(["GameServer.Tests", "GameServer.Bench", "samples"], ".cs")];

    /// <summary>The hand-written TypeScript of the client and the console.</summary>
    internal static IReadOnlyList<SourceFile> TypeScript { get; } =
        [.. SourceFile.ReadAll(["clients/js/src", "clients/js/test", "clients/console/src", "clients/console/test"], ".ts")];

    internal static string Full(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Files below a folder whose names end like this, as paths from the root; nothing generated or restored.</summary>
    internal static IEnumerable<string> Files(string folder, string ending)
    {
        var full = Full(folder);
        if (!Directory.Exists(full))
        {
            return [];
        }

        return Directory.EnumerateFiles(full, "*" + ending, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.Split('/').Any(part => NotOurs.Contains(part)))
            .Order(StringComparer.Ordinal);
    }
}

/// <summary>One file: its path from the root, with slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private SyntaxNode? _syntax;

    internal string[] Lines { get; } = Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>The file as C#, parsed once.</summary>
    internal SyntaxNode Syntax => _syntax ??= CSharpSyntaxTree.ParseText(Text, ProductModel.Parsing, Path).GetRoot();

    internal static IEnumerable<SourceFile> ReadAll(IEnumerable<string> folders, string ending) => folders
        .SelectMany(folder => Repository.Files(folder, ending))
        .Select(path => new SourceFile(path, File.ReadAllText(Repository.Full(path))));

    public override string ToString() => Path;
}
