using System.Net;
using System.Net.Sockets;

namespace GameServer.Bench.Processes;

/// <summary>
/// A port of 127.0.0.1 that nobody else gets while a server comes and goes on it: it is bound here and not listened on, which keeps it out
/// of what the system hands out, and leaves it to whoever asks for it by its number. Who connects meanwhile is refused.
/// </summary>
internal sealed class KeptPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal KeptPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    internal int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();
}
