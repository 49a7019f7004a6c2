namespace GameServer.Client;

/// <summary>How a client stands with its server.</summary>
public enum ConnectionStatus
{
    /// <summary>The first connection is being made; there is no session yet.</summary>
    Connecting,

    /// <summary>The session is live: frames go out and come in.</summary>
    Connected,

    /// <summary>
    /// The connection is gone and the client tries to go on with its session, for as long as it takes; commands wait and are sent
    /// afterwards.
    /// </summary>
    Reconnecting,

    /// <summary>The session is over for this client; nothing is sent or received any more.</summary>
    Closed,
}
