using System.Net;
using System.Net.Sockets;

namespace GameServer.Bench.Chaos;

/// <summary>
/// What clients connect to, as behind any load balancer: the gateway that they prefer, or the next one that serves. Counts connections that
/// a gateway dropped which nothing was done to.
/// </summary>
internal sealed class Balancer : IDisposable
{
    private readonly IReadOnlyList<ChaosNode> _nodes;
    private readonly int _preferred;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _dropped;

    internal Balancer(IReadOnlyList<ChaosNode> nodes, int preferred)
    {
        (_nodes, _preferred) = (nodes, preferred);
        _listener.Start();
        _ = AcceptAsync();
    }

    internal Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/ws");

    /// <summary>Connections that a gateway ended though it was neither killed, frozen nor stopped meanwhile.</summary>
    internal int Dropped => Volatile.Read(ref _dropped);

    /// <summary>The clients are leaving: what ends from now on is no drop.</summary>
    internal bool IsOver { get; set; }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptSocketAsync().ConfigureAwait(false));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        for (var step = 0; step < _nodes.Count; step++)
        {
            var node = _nodes[(_preferred + step) % _nodes.Count];
            if (!node.Serves)
            {
                continue;
            }

            var gateway = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await gateway.ConnectAsync(IPAddress.Loopback, node.Port).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                gateway.Dispose();
                continue;
            }

            await RunAsync(client, gateway, node).ConfigureAwait(false);
            return;
        }

        client.Dispose();
    }

    private async Task RunAsync(Socket client, Socket gateway, ChaosNode node)
    {
        var harm = node.Harm;
        var byGateway = await new TcpPair(client, gateway).RunAsync().ConfigureAwait(false);
        if (byGateway && !IsOver && node.Harm == harm)
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}
