namespace GameServer.Gateway;

/// <summary>One connection's place among those that are no WebSockets yet. A feature of the connection where others must find it.</summary>
/// <param name="connections">Where it is counted.</param>
/// <param name="address">Whose it is; null: nobody's, and not counted.</param>
internal sealed class PlainPlace(PlainConnections connections, string? address)
{
    private string? _address = address;

    /// <summary>It has become a WebSocket, or has ended. Only the first call counts.</summary>
    internal void Leave()
    {
        if (Interlocked.Exchange(ref _address, null) is { } counted)
        {
            connections.Leave(counted);
        }
    }
}
