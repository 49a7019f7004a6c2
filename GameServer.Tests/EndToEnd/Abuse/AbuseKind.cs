namespace GameServer.Tests.EndToEnd.Abuse;

/// <summary>What somebody does to a server that should not mind.</summary>
public enum AbuseKind
{
    /// <summary>Requests that do not end.</summary>
    HalfHandshakes,

    /// <summary>Connections, opened and dropped as fast as they can be.</summary>
    Connections,

    /// <summary>Connections that never say Hello.</summary>
    NoHello,

    /// <summary>Tokens of nobody's session.</summary>
    ForgedTokens,

    /// <summary>More frames than a client may send, before any answer is read.</summary>
    Flood,

    /// <summary>Bytes that are no WebSocket, and frames that are no message.</summary>
    Garbage,

    /// <summary>Frames that announce more than may be sent.</summary>
    Oversized,

    /// <summary>Rooms, as many as can be had.</summary>
    Rooms,
}
