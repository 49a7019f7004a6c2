namespace GameServer.Sessions;

/// <summary>The form of a connection's frames, agreed on in the WebSocket handshake.</summary>
internal enum Subprotocol
{
    /// <summary>gameserver.v1.proto: binary messages, each a batch.</summary>
    Binary,

    /// <summary>gameserver.v1.json: text messages, each a JSON array of envelopes.</summary>
    Json,
}
