using Microsoft.CodeAnalysis;

namespace GameServer.Tests.Tidy;

/// <summary>The arrows of the house: which part may import which. A part is a project or a folder of the server.</summary>
internal static class Layers
{
    internal const string Root = "(root)";
    internal const string Ids = "Protocol.Identity";

    private static readonly string[] SocketNamespaces = ["System.Net.WebSockets", "System.Net.Sockets"];
    private static readonly string[] HttpNamespaces = ["Microsoft.AspNetCore"];
    private static readonly string[] SqlNamespaces = ["Npgsql", "Microsoft.Data.Sqlite", "SQLitePCL", "Dapper"];

    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Identity"] = [Ids],
        ["Certificates"] = [],
        ["Telemetry"] = [],
        ["Actors"] = ["Telemetry"],
        ["Admin"] = ["Sessions", "Telemetry"],
        ["Cluster"] = ["Actors", "Identity", Ids, "Telemetry"],
        ["Sessions"] = ["Actors", "Identity", "Telemetry", "Protocol", Ids],
        ["Links"] = ["Actors", "Certificates", "Identity", "Telemetry", "Protocol", Ids],
        ["Rooms"] = ["Actors", "Identity", "Telemetry", "Protocol", Ids, "Cluster", "Authoring"],
        ["Gateway"] = ["Sessions", "Actors", "Certificates", "Identity", "Telemetry", "Protocol", Ids],
        ["Webhooks"] = ["Actors", "Identity", "Telemetry", "Protocol", Ids, "Rooms", "Authoring"],
        ["Storage"] = ["Identity", "Telemetry", "Protocol", Ids, "Cluster", "Rooms"],
        ["Routing"] = ["Sessions", "Rooms", "Links", "Cluster", "Actors", "Identity", "Telemetry", "Protocol", Ids, "Authoring"],
        ["Games"] = ["Authoring", Ids, "Protocol"],
        ["Authoring"] = ["Protocol", Ids],
        ["Client"] = ["Protocol", Ids],
        ["Protocol"] = [Ids],
        [Ids] = [],
    };

    internal static IEnumerable<string> Placed => Arrows.Keys;

    /// <summary>The part a file belongs to.</summary>
    internal static string OfFile(string path)
    {
        var parts = path.Split('/');
        return parts switch
        {
            ["GameServer", _] => Root,
            ["GameServer", var folder, ..] => folder,
            ["GameServer.Protocol", "Identity", ..] => Ids,
            [var project, ..] => project["GameServer.".Length..],
            [] => throw new ArgumentException("A path has parts.", nameof(path)),
        };
    }

    /// <summary>Why a file of this part may not import that symbol; null when it may.</summary>
    internal static string? Refusal(string from, ITypeSymbol type)
    {
        var name = type.ContainingNamespace?.ToDisplayString() ?? "";
        if (IsOf(name, SocketNamespaces) && from is not ("Gateway" or "Links" or "Client" or Root))
        {
            return $"{from} imports {type.Name}: the server's sockets live in Gateway and Links";
        }

        if (IsOf(name, HttpNamespaces) && from is not ("Gateway" or "Links" or "Admin" or "Client" or Root))
        {
            return $"{from} imports {type.Name}: the server's pages live in Gateway, Links and Admin";
        }

        if (IsOf(name, SqlNamespaces) && from is not "Storage")
        {
            return $"{from} imports {type.Name}: SQL lives in Storage";
        }

        var to = OfType(type, name);
        if (to is null || to == from || from == Root)
        {
            return null;
        }

        var isAllowed = Arrows.TryGetValue(from, out var allowed) && allowed.Contains(to) && IsWithinArrow(from, to, type);
        return isAllowed ? null : $"{from} imports {type.Name} of {to}";
    }

    /// <summary>Some arrows carry only part of what they point at.</summary>
    private static bool IsWithinArrow(string from, string to, ITypeSymbol type) => (from, to) switch
    {
        ("Admin", "Sessions") => type.Name == "TokenBucket",
        ("Rooms", "Cluster") => type.Name.Contains("Lease", StringComparison.Ordinal),
        ("Storage", "Cluster" or "Rooms") => type.TypeKind is TypeKind.Interface or TypeKind.Enum or TypeKind.Struct || type.IsRecord,

        // The built-in games are written as a game developer writes hers: with what is public. The lobby's proto is one of the protocol's.
        ("Games", "Protocol") => type.Name.StartsWith("Lobby", StringComparison.Ordinal) || type.Name is "RoomListing" or "NodeListing",
        ("Games", "Authoring") => IsPublic(type),
        _ => true,
    };

    private static bool IsPublic(ITypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is null || IsPublic(type.ContainingType));

    private static string? OfType(ITypeSymbol type, string name) => type.ContainingAssembly?.Name switch
    {
        // It has no namespace and belongs to whoever wrote it.
        _ when type.IsAnonymousType => null,
        "GameServer" => name.Split('.') is ["GameServer", var folder, ..] ? folder : Root,
        "GameServer.Protocol" => name == "GameServer.Protocol.Identity" ? Ids : "Protocol",
        "GameServer.Authoring" => "Authoring",
        "GameServer.Client" => "Client",
        _ => null,
    };

    private static bool IsOf(string name, string[] namespaces) =>
        namespaces.Any(each => name == each || name.StartsWith(each + ".", StringComparison.Ordinal));
}
