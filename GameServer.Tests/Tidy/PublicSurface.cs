using Microsoft.CodeAnalysis;

namespace GameServer.Tests.Tidy;

/// <summary>All that the product's hand-written sources make public, one line for each type and member.</summary>
internal static class PublicSurface
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword);

    private static readonly SymbolDisplayFormat MemberFormat = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeAccessibility
            | SymbolDisplayMemberOptions.IncludeModifiers,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    internal static IEnumerable<string> Lines() => ProductModel.All.OrderBy(model => model.Name, StringComparer.Ordinal).SelectMany(Lines);

    private static IEnumerable<string> Lines(ProductModel model)
    {
        yield return $"# {model.Name}";
        var types = Types(model.Compilation.Assembly.GlobalNamespace).Where(type => IsVisible(type) && IsHandWritten(model, type));
        foreach (var type in types.OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal))
        {
            yield return Describe(type);
            var members = type.GetMembers().Where(member => IsVisible(member) && member is not INamedTypeSymbol && !IsNoise(member));
            foreach (var line in members.Select(member => $"    {member.ToDisplayString(MemberFormat)}").Order(StringComparer.Ordinal))
            {
                yield return line;
            }
        }
    }

    private static string Describe(INamedTypeSymbol type)
    {
        var modifiers = type switch
        {
            { TypeKind: TypeKind.Interface or TypeKind.Enum or TypeKind.Struct or TypeKind.Delegate } => "",
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        var bases = type.TypeKind == TypeKind.Enum
            ? []
            : (type.BaseType is { SpecialType: SpecialType.None } parent ? [parent] : Enumerable.Empty<INamedTypeSymbol>())
                .Concat(type.Interfaces.Where(each => each.Name != nameof(IEquatable<>)));
        var list = string.Join(", ", bases.Select(each => each.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)));
        return $"{modifiers}{type.ToDisplayString(TypeFormat)}{(list.Length == 0 || type.TypeKind is TypeKind.Struct ? "" : " : " + list)}";
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol within) =>
        within.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol space => Types(space),
            INamedTypeSymbol type => Types(type).Prepend(type),
            _ => [],
        });

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));

    private static bool IsHandWritten(ProductModel model, INamedTypeSymbol type) =>
        type.Locations.Any(location => model.IsHandWritten(location.SourceTree));

    /// <summary>Accessors, and what the compiler adds to records and enums.</summary>
    private static bool IsNoise(ISymbol member) => member.Name == "EqualityContract"
        || (member.IsImplicitlyDeclared && member is not IPropertySymbol)
        || member is IMethodSymbol { AssociatedSymbol: not null };
}
