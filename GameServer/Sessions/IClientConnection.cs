using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>One WebSocket as a session sees it; the gateway implements it. Its members may be used from any thread.</summary>
internal interface IClientConnection
{
    /// <summary>What waits for this client, and the only writer of its socket.</summary>
    Outbox Outbox { get; }

    /// <summary>Where the client connects from, for logs and limits.</summary>
    string RemoteAddress { get; }

    /// <summary>Sends what the outbox holds and then the close frame; later frames are dropped. Only the first call counts.</summary>
    void Close(CloseCode code, string reason);
}
