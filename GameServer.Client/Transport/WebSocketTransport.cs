using System.Net.WebSockets;

namespace GameServer.Client.Transport;

/// <summary>WebSocket with the binary subprotocol, as the runtime brings it.</summary>
internal sealed class WebSocketTransport(NetworkSimulation? simulation) : ITransport
{
    private const string Subprotocol = "gameserver.v1.proto";

    public async Task<IConnection> OpenAsync(Uri address, CancellationToken cancel)
    {
        simulation?.ThrowIfDown();
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Subprotocol);
        // The protocol's own heartbeats keep the connection alive and find out when it is dead.
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        var connection = new WebSocketConnection(socket, simulation);
        try
        {
            await connection.OpenAsync(address, cancel).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
