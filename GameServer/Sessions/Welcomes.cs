using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>The frame that opens a session to its client.</summary>
internal static class Welcomes
{
    /// <summary>A welcome with a fresh resume token; the session's rooms are to be added.</summary>
    internal static Welcome Of(SessionParts parts, ResumeTicket ticket, DateTimeOffset now, bool resumed) => new()
    {
        SessionId = ticket.Session.Value,
        ResumeToken = parts.Tokens.Issue(ticket, now),
        PlayerId = ticket.Player.Id.Value,
        PlayerName = ticket.Player.Name,
        ServerTimeMs = (ulong)now.ToUnixTimeMilliseconds(),
        HeartbeatIntervalMs = (uint)parts.Options.HeartbeatIntervalMs,
        ResumeWindowMs = (uint)parts.Options.ResumeWindowMs,
        MessageBytesMax = (uint)parts.MessageBytesMax,
        UnacknowledgedMax = SessionParts.UnacknowledgedMax,
        Resumed = resumed,
        Node = parts.Node.Value,
    };
}
