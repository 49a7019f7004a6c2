using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Chaos.Nodes;

/// <summary>
/// Stands before a node's port for links: what other nodes dial. Cuts them, holds them up, delays them; while the node is dead it refuses
/// as the node's own port would.
/// </summary>
internal sealed class LinkRelay : IDisposable
{
    private const int TryAgainMs = 20;

    private static readonly TimeSpan TargetPatience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<TcpPair, bool> _pairs = new();
    private readonly KeptPort _port = new();
    private readonly KeptPort _target = new();
    private TcpListener? _listener;

    /// <summary>What other nodes dial.</summary>
    internal int Port => _port.Number;

    /// <summary>Where the node itself is to listen.</summary>
    internal int Target => _target.Number;

    /// <summary>What becomes of what others send to the node.</summary>
    internal LinkWeather There { get; } = new();

    /// <summary>What becomes of what the node sends over the links that others dialled.</summary>
    internal LinkWeather Back { get; } = new();

    /// <summary>Begins to listen. Who comes before the node does waits for it.</summary>
    internal void Open()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    /// <summary>As the port of a process that is gone: refused, and what was open is reset.</summary>
    internal void Close()
    {
        _listener?.Dispose();
        _listener = null;
        Cut();
    }

    /// <summary>Resets all links that others have dialled.</summary>
    internal void Cut()
    {
        foreach (var pair in _pairs.Keys)
        {
            pair.Cut();
        }
    }

    /// <summary>All as it should be.</summary>
    internal void Clear()
    {
        (There.Delay, Back.Delay) = (TimeSpan.Zero, TimeSpan.Zero);
        There.LetGo();
        Back.LetGo();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        _port.Dispose();
        _target.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(listener, await listener.AcceptSocketAsync().ConfigureAwait(false));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task RelayAsync(TcpListener listener, Socket near)
    {
        if (await DialAsync(listener).ConfigureAwait(false) is not { } far)
        {
            near.LingerState = new LingerOption(true, 0);
            near.Dispose();
            return;
        }

        using var pair = new TcpPair(near, far);
        _pairs[pair] = true;
        if (listener != _listener)
        {
            pair.Cut();
        }

        await pair.RunAsync(There, Back).ConfigureAwait(false);
        _pairs.TryRemove(pair, out _);
    }

    /// <summary>The node's own port; null: the node is gone, or does not come.</summary>
    private async Task<Socket?> DialAsync(TcpListener listener)
    {
        for (var waited = TimeSpan.Zero; listener == _listener && waited < TargetPatience; waited += TimeSpan.FromMilliseconds(TryAgainMs))
        {
            var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, Target).ConfigureAwait(false);
                return far;
            }
            catch (SocketException)
            {
                far.Dispose();
                await Task.Delay(TryAgainMs).ConfigureAwait(false);
            }
        }

        return null;
    }
}
