using GameServer.Tests.Tidy;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GameServer.Tests.Bench.Chaos;

/// <summary>The oracle knows neither servers nor SDKs: of this repository it may see the wire protocol, and its own files.</summary>
public sealed class OracleReferencesTests
{
    private static readonly string[] Own = ["GameServer.Bench/Chaos/Oracle/", "GameServer.Bench/Journals/"];

    [Fact]
    public void The_oracle_compiles_with_nothing_but_the_protocol()
    {
        const string Usings = """
            global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
            global using System.Threading; global using System.Threading.Tasks;
            """;
        var trees = Repository.AllCSharp
            .Where(file => Own.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .Select(file => file.Syntax.SyntaxTree)
            .Append(CSharpSyntaxTree.ParseText(Usings, ProductModel.Parsing));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsPlatformOrProtocol(Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

        CSharpCompilation.Create("Oracle", trees, references, options).GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())
            .ShouldBeEmpty();
    }

    private static bool IsPlatformOrProtocol(string name) =>
        name is "GameServer.Protocol" or "Google.Protobuf" or "netstandard" or "mscorlib"
        || name.StartsWith("System", StringComparison.Ordinal);
}
