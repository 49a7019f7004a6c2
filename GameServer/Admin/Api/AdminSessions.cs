namespace GameServer.Admin.Api;

/// <summary>A page of sessions, by id.</summary>
internal sealed record AdminSessions(IReadOnlyList<AdminSession> Sessions, string? Next, IReadOnlyList<AdminMissing> Missing);

/// <summary>A player's presence on a gateway.</summary>
internal sealed record AdminSession(
    string Id, string Node, string Player, string Name, bool IsGuest, AdminSessionState State, ulong Generation);

/// <summary>One session, with its rooms.</summary>
internal sealed record AdminSessionDetail(
    string Id,
    string Node,
    string Player,
    string Name,
    bool IsGuest,
    IReadOnlyList<string> Rights,
    AdminSessionState State,
    ulong Generation,
    int OutboxBytes,
    IReadOnlyList<AdminSessionRoom> Rooms);

/// <summary>A room that a session is in.</summary>
internal sealed record AdminSessionRoom(string Id, string Type);

/// <summary>Whether a session has its client.</summary>
internal enum AdminSessionState
{
    /// <summary>It has.</summary>
    Connected,

    /// <summary>It waits for its client to resume.</summary>
    Away,
}
