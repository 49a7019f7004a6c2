namespace GameServer.Admin.Api;

/// <summary>Whose token a request carries, and who answers.</summary>
internal sealed record AdminMe(string Name, AdminRole Role, string Node);

/// <summary>The cluster as one node sees it.</summary>
internal sealed record AdminNodes(IReadOnlyList<AdminNode> Nodes, IReadOnlyList<AdminMissing> Missing);

/// <summary>A live node; nulls are what it did not answer.</summary>
internal sealed record AdminNode(
    string Id,
    string Process,
    bool IsSelf,
    string? Address,
    IReadOnlyList<string> Roles,
    AdminNodeState State,
    int Rooms,
    int? Sessions,
    int? Connections,
    string? Build,
    DateTimeOffset? StartedAt);

/// <summary>Whether a node takes rooms.</summary>
internal enum AdminNodeState
{
    /// <summary>It does.</summary>
    Live,

    /// <summary>It is about to stop.</summary>
    Draining,
}

/// <summary>It was done, by this request or before.</summary>
internal sealed record AdminDone(bool Done);

/// <summary>It will be done.</summary>
internal sealed record AdminAccepted(bool Accepted);

/// <summary>Why, for whom it concerns.</summary>
internal sealed record AdminReason(string? Reason);
