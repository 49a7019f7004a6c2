namespace GameServer.Sessions;

/// <summary>What is put into an outbox.</summary>
internal enum OutboxEntry
{
    /// <summary>WebSocket frames as they are.</summary>
    Wire,

    /// <summary>An envelope that the client must get.</summary>
    Envelope,

    /// <summary>A step of a room, as an envelope: a client that is behind is better off with a snapshot later.</summary>
    Update,
}
