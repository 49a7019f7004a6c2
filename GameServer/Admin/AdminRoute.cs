using GameServer.Admin.Api;

namespace GameServer.Admin;

/// <summary>One operation of the Admin API. openapi.json says the same of it; a test compares them.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">Below /admin/v1.</param>
/// <param name="Name">Of the operation, in the audit log and in the document.</param>
/// <param name="Role">Who may.</param>
/// <param name="Answer">What is answered when it was done; null: the document itself.</param>
/// <param name="Ask">Reads the request; what is wrong with it the call keeps.</param>
internal sealed record AdminRoute(
    string Method,
    string Path,
    string Name,
    AdminRole Role,
    Type? Answer,
    Func<AdminCall, IAdminDesk, CancellationToken, Task<AdminReply>> Ask)
{
    /// <summary>The status when it was done.</summary>
    internal int Status { get; init; } = 200;

    /// <summary>What its body is; null: it has none.</summary>
    internal Type? Body { get; init; }

    /// <summary>Parameters of the query.</summary>
    internal IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Whether it is what this path means.</summary>
    internal bool Matches(string path)
    {
        var (here, there) = (Path.Split('/'), path.Split('/'));
        return here.Length == there.Length && here.Zip(there).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }
}
