using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GameServer.Tests.Tidy;

public sealed class FileTests
{
    // Another form of a port, which an edge may choose: used by its contract's tests alone as long as no edge does.
    private static readonly string[] Choices = ["GameServer/Actors/ThreadPoolScheduler.cs"];

    private static readonly Dictionary<string, HashSet<string>> NamesByFile = Repository.AllCSharp.ToDictionary(
        file => file.Path,
        file => file.Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => token.ValueText).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void The_namespace_is_the_folder() => Findings.ShouldBeNone(
        from file in Repository.AllCSharp
        where !file.Path.StartsWith("samples/", StringComparison.Ordinal)
        from space in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let expected = Path.GetDirectoryName(file.Path)!.Replace('\\', '/').Replace('/', '.')
        where space.Name.ToString() != expected && !IsCompilerPart(file)
        select $"{file} is in {space.Name}, not in {expected}",
        "namespace that is not its folder");

    [Fact]
    public void A_file_is_named_after_one_of_its_types() => Findings.ShouldBeNone(
        from file in Repository.AllCSharp
        let types = TopTypes(file).ToArray()
        where types.Length > 0 && !types.Contains(Path.GetFileNameWithoutExtension(file.Path))
        select $"{file} has {string.Join(", ", types)}",
        "file that is not named after one of its types");

    [Fact]
    public void No_file_is_dead() => Findings.ShouldBeNone(
        from file in Repository.Product
        let names = Declared(file).ToArray()
        where names.Length > 0 && !IsCompilerPart(file) && !IsUsed(file, names) && !Choices.Contains(file.Path)
        select $"{file} declares {string.Join(", ", names)}",
        "file whose types nothing in the product names");

    /// <summary>Named by another file: of the product, or by anyone at all when it is part of the public surface.</summary>
    private static bool IsUsed(SourceFile file, string[] names)
    {
        var isPublic = file.Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Any(member => member.Parent is BaseNamespaceDeclarationSyntax && member.Modifiers.Any(SyntaxKind.PublicKeyword));
        return (isPublic ? Repository.AllCSharp : Repository.Product)
            .Any(other => other.Path != file.Path && names.Any(NamesByFile[other.Path].Contains));
    }

    /// <summary>The names by which others can use a file: types, attributes by their short name, extension methods by their own.</summary>
    private static IEnumerable<string> Declared(SourceFile file)
    {
        const string Attribute = "Attribute";
        foreach (var type in TopTypes(file))
        {
            yield return type;
            if (type.EndsWith(Attribute, StringComparison.Ordinal))
            {
                yield return type[..^Attribute.Length];
            }
        }

        foreach (var method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            if (method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true)
            {
                yield return method.Identifier.ValueText;
            }
        }
    }

    private static IEnumerable<string> TopTypes(SourceFile file) => file.Syntax
        .DescendantNodes(node => node is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
        .Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            DelegateDeclarationSyntax type => type.Identifier.ValueText,
            _ => null,
        })
        .OfType<string>();

    /// <summary>Types that the compiler asks for by name on older frameworks.</summary>
    private static bool IsCompilerPart(SourceFile file) => file.Text.Contains("namespace System.", StringComparison.Ordinal);
}
