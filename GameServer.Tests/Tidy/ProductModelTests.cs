using Microsoft.CodeAnalysis;

namespace GameServer.Tests.Tidy;

public sealed class ProductModelTests
{
    // Partial methods whose body a source generator writes: log messages, regular expressions. Generators do not run here.
    private const string BodyIsGenerated = "CS8795";

    [Fact]
    public void The_sources_are_understood_so_that_the_other_tidy_tests_see_all_of_them()
    {
        var errors = ProductModel.All
            .SelectMany(model => model.Trees.SelectMany(tree => model.Compilation.GetSemanticModel(tree).GetDiagnostics()))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != BodyIsGenerated)
            .Select(diagnostic => diagnostic.ToString());

        Findings.ShouldBeNone(errors, "does not compile as the tidy tests see it");
    }
}
