using GameServer.Actors;
using GameServer.Admin.Api;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer;

/// <summary>The sessions of this node, for an operator. An edge: may be used from any thread.</summary>
internal sealed class AdminSessionsHere(NodeCore core, string node)
{
    internal AdminSessions List(AdminRequest.ListSessions asked)
    {
        var found = core.Sessions.All
            .Where(each => asked.After is null || string.CompareOrdinal(each.Key.Value, asked.After) > 0)
            .Where(each => asked.Search is not { } text || Has(each.Key.Value, text) || Has(each.Value.Player.Id.Value, text)
                || Has(each.Value.Player.Name, text))
            .OrderBy(each => each.Key.Value, StringComparer.Ordinal)
            .Take(asked.Limit + 1)
            .Select(each => Session(each.Key, each.Value))
            .ToList();
        return AdminPages.Sessions(found, asked.Limit, isMore: false, []);
    }

    internal async Task<AdminReply> ReadAsync(SessionId id)
    {
        if (core.Sessions.Find(id) is not { } entry)
        {
            return NotHere(id.Value);
        }

        try
        {
            var seen = await entry.Session
                .Ask<SessionSeen>(answer => new SessionMessage.Look(answer), AdminHere.Patience)
                .ConfigureAwait(false);
            return AdminReply.Of(Detail(Session(id, entry), entry, seen));
        }
        catch (AskRefusedException refused) when (refused.Answer == TellAnswer.Stopped)
        {
            return NotHere(id.Value);
        }
    }

    /// <summary>Closes its connection and forgets it. Its rooms are not its own matter.</summary>
    internal AdminReply Close(AdminRequest.CloseSession asked)
    {
        var id = new SessionId(asked.Session);
        if (core.Sessions.Find(id) is not { } entry)
        {
            return NotHere(asked.Session);
        }

        entry.Connection?.Close(CloseCode.Removed, asked.Reason);
        core.SessionDirectory.Tell(new SessionDirectory.End(id));
        return AdminReply.Of(new AdminDone(true));
    }

    private AdminSession Session(SessionId id, SessionEntry entry) => new(
        id.Value,
        node,
        entry.Player.Id.Value,
        entry.Player.Name,
        entry.Player.IsGuest,
        entry.Connection is null ? AdminSessionState.Away : AdminSessionState.Connected,
        entry.Generation.Value);

    private static AdminSessionDetail Detail(AdminSession session, SessionEntry entry, SessionSeen seen) => new(
        session.Id,
        session.Node,
        session.Player,
        session.Name,
        session.IsGuest,
        [.. entry.Player.Rights.Order(StringComparer.Ordinal)],
        session.State,
        session.Generation,
        entry.Connection?.Outbox.BytesHeld ?? 0,
        [.. seen.Rooms.Select(room => new AdminSessionRoom(room.RoomId, room.RoomType))]);

    private AdminReply NotHere(string id) => AdminReply.No(AdminErrorCode.SessionNotFound, $"Node '{node}' has no session '{id}'.");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
