using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GameServer.Tests.Tidy;

public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> ProjectArrows = new()
    {
        ["GameServer.Protocol"] = [],
        ["GameServer.Authoring"] = ["GameServer.Protocol"],
        ["GameServer.Client"] = ["GameServer.Protocol"],
        ["GameServer"] = ["GameServer.Authoring", "GameServer.Protocol"],
    };

    [Fact]
    public void Each_folder_imports_only_what_its_arrows_name() => Findings.ShouldBeNone(
        ProductModel.All.SelectMany(model => model.Trees.SelectMany(tree => Imports(model, tree))).Distinct(),
        "import against the arrows of the house (Layers.cs)");

    [Fact]
    public void Every_folder_of_the_server_has_its_arrows() => Findings.ShouldBeNone(
        Repository.Product.Select(file => Layers.OfFile(file.Path)).Distinct().Except(Layers.Placed).Except([Layers.Root]),
        "folder without arrows (Layers.cs)");

    [Fact]
    public void Each_project_references_only_what_its_arrows_name() => Findings.ShouldBeNone(
        from project in ProjectArrows
        from other in References(project.Key).Except(project.Value)
        select $"{project.Key} references {other}",
        "project reference against the arrows of the house");

    [Fact]
    public void A_forbidden_import_is_found_in_every_form()
    {
        string[] forms =
        [
            "using GameServer.Sessions;",
            "using Alias = GameServer.Sessions.Subprotocol;",
            "namespace GameServer.Actors; class Field { GameServer.Sessions.Outbox? _outbox; }",
            "namespace GameServer.Actors; class Generic { System.Collections.Generic.List<GameServer.Sessions.Outbox>? _outboxes; }",
            "namespace GameServer.Actors; class Call { object Get() => GameServer.Sessions.Subprotocol.Json; }",
            "namespace GameServer.Actors; class Socket { System.Net.WebSockets.WebSocket? _socket; }",
        ];
        var server = ProductModel.All.Single(model => model.Name == "GameServer");
        var parsing = (CSharpParseOptions)server.Compilation.SyntaxTrees[0].Options;

        foreach (var form in forms)
        {
            var tree = CSharpSyntaxTree.ParseText(form, parsing, "GameServer/Actors/Forbidden.cs");
            Imports(server.Compilation.AddSyntaxTrees(tree), tree).ShouldNotBeEmpty(form);
        }
    }

    private static IEnumerable<string> Imports(ProductModel model, SyntaxTree tree) => Imports(model.Compilation, tree);

    private static IEnumerable<string> Imports(Compilation compilation, SyntaxTree tree)
    {
        var from = Layers.OfFile(tree.FilePath);
        var semantics = compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (Refusal(from, name, semantics.GetSymbolInfo(name)) is { } refusal)
            {
                yield return $"{tree.FilePath}:{name.GetLocation().GetLineSpan().StartLinePosition.Line + 1} {refusal}";
            }
        }
    }

    private static string? Refusal(string from, SimpleNameSyntax name, SymbolInfo info) => (info.Symbol ?? Guess(info)) switch
    {
        INamespaceSymbol imported => NamespaceRefusal(from, name, imported),
        ITypeSymbol type => Layers.Refusal(from, type),
        { ContainingType: { } type } => Layers.Refusal(from, type),

        // A name that means nothing here would slip through every rule. New names of aliases and words of the language are no references.
        null when name.Parent is not NameEqualsSyntax && name.Identifier.Text is not ("nameof" or "notnull" or "unmanaged") =>
            $"{name} is not understood: its project or what was generated for it is missing",
        _ => null,
    };

    /// <summary>What a name most likely means when a missing generated part keeps the compiler from being sure.</summary>
    private static ISymbol? Guess(SymbolInfo info) => info.CandidateSymbols.FirstOrDefault();

    /// <summary>A using directive imports even when nothing of it is used: some type of the namespace must be allowed.</summary>
    private static string? NamespaceRefusal(string from, SimpleNameSyntax name, INamespaceSymbol imported)
    {
        var isWholeDirective = name.Ancestors().OfType<UsingDirectiveSyntax>().FirstOrDefault()?.NamespaceOrType is { } whole
            && (whole == name || (whole is QualifiedNameSyntax qualified && qualified.Right == name));
        if (!isWholeDirective || imported.GetTypeMembers().IsEmpty)
        {
            return null;
        }

        var refusals = imported.GetTypeMembers().Select(type => Layers.Refusal(from, type)).ToArray();
        return refusals.Contains(null) ? null : refusals[0];
    }

    private static IEnumerable<string> References(string project) => XDocument
        .Load(Repository.Full($"{project}/{project}.csproj"))
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
