using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GameServer.Bench.Chaos;

/// <summary>
/// Stands before a node's port for links: what other nodes dial. Cuts them, holds them up, and refuses while the node is dead.
/// </summary>
internal sealed class LinkRelay : IDisposable
{
    private readonly ConcurrentDictionary<TcpPair, bool> _pairs = new();
    private TcpListener? _listener;

    internal LinkRelay(int port, int target) => (Port, Target) = (port, target);

    internal int Port { get; }

    internal int Target { get; }

    /// <summary>Begins to listen.</summary>
    internal void Open()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    /// <summary>As the ports of a process that is gone: refused, and what was open is reset.</summary>
    internal void Close()
    {
        _listener?.Dispose();
        _listener = null;
        Cut();
    }

    internal void Cut()
    {
        foreach (var pair in _pairs.Keys)
        {
            pair.Cut();
        }
    }

    internal void Hold()
    {
        foreach (var pair in _pairs.Keys)
        {
            pair.Hold();
        }
    }

    internal void LetGo()
    {
        foreach (var pair in _pairs.Keys)
        {
            pair.LetGo();
        }
    }

    /// <inheritdoc />
    public void Dispose() => Close();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await listener.AcceptSocketAsync().ConfigureAwait(false));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task RelayAsync(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, Target).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            near.LingerState = new LingerOption(true, 0);
            near.Dispose();
            far.Dispose();
            return;
        }

        var pair = new TcpPair(near, far);
        _pairs[pair] = true;
        await pair.RunAsync().ConfigureAwait(false);
        _pairs.TryRemove(pair, out _);
    }
}
