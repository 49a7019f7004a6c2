namespace GameServer.Gateway;

/// <summary>One connection's place among those that are no WebSockets yet. A feature of the connection where others must find it.</summary>
/// <param name="connections">Where it is counted.</param>
/// <param name="address">Whose it is; null: it is counted for no address.</param>
internal sealed class PlainPlace(PlainConnections connections, string? address)
{
    private bool _hasLeft;

    /// <summary>It has become a WebSocket, or has ended. Only the first call counts.</summary>
    internal void Leave()
    {
        if (!Interlocked.Exchange(ref _hasLeft, true))
        {
            connections.Leave(address);
        }
    }
}
