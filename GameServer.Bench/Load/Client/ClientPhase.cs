namespace GameServer.Bench.Load.Client;

/// <summary>How far a client has come.</summary>
internal enum ClientPhase
{
    /// <summary>It has no connection yet.</summary>
    New,

    /// <summary>It has asked for the upgrade and waits for the answer.</summary>
    Upgrading,

    /// <summary>It speaks WebSocket and is on its way in: Hello, Join.</summary>
    Entering,

    /// <summary>It is where it wants to be.</summary>
    Ready,

    /// <summary>It has said goodbye and waits for the end of the connection.</summary>
    Leaving,

    /// <summary>Its connection is closed.</summary>
    Ended,
}
