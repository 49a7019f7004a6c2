using System.Collections.Concurrent;
using System.Net;
using GameServer.Links;
using Microsoft.Extensions.Logging.Abstractions;
using LinkOptions = GameServer.Links.LinkOptions;

namespace GameServer;

/// <summary>
/// The way between a node of a <see cref="Rehearsal"/> and the other, over loopback: what breaks and is refused there is what a node that
/// dies leaves behind. From any thread.
/// </summary>
internal sealed class RehearsalLinks : ILinkTransport, IAsyncDisposable
{
    private readonly WebSocketListener _listener;
    private readonly WebSocketDialer _dialer;
    private readonly ConcurrentBag<ILinkConnection> _dialed = [];
    private Func<ILinkConnection, ILinkEvents>? _accept;

    internal RehearsalLinks(LinkOptions options)
    {
        var here = new IPEndPoint(IPAddress.Loopback, 0);
        _listener = new WebSocketListener(
            here, options, tls: null, connection => _accept!(connection), TimeProvider.System, NullLoggerFactory.Instance);
        _dialer = new WebSocketDialer(options, tls: null, TimeProvider.System);
    }

    /// <summary>Where the node listens. From <see cref="StartAsync"/> on.</summary>
    internal string Address => _listener.Address;

    /// <exception cref="IOException">There is no loopback to listen on.</exception>
    internal Task StartAsync(CancellationToken cancel) => _listener.StartAsync(cancel);

    /// <summary>The node's, which gets what the other one dials from now on.</summary>
    internal ILinkTransport Of(Func<ILinkConnection, ILinkEvents> accept)
    {
        _accept = accept;
        return this;
    }

    /// <inheritdoc />
    public void Dial(string address, ILinkEvents events) => _dialer.Dial(address, new Dialed(_dialed, events));

    /// <summary>The node dies: nobody listens any more, and its connections break.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        foreach (var connection in _dialed)
        {
            connection.Close();
        }
    }

    /// <summary>Keeps the connection that a dial has made.</summary>
    private sealed class Dialed(ConcurrentBag<ILinkConnection> dialed, ILinkEvents events) : ILinkEvents
    {
        public void Opened(ILinkConnection connection)
        {
            dialed.Add(connection);
            events.Opened(connection);
        }

        public void Failed(bool isRefused, string cause) => events.Failed(isRefused, cause);

        public void Received(ReadOnlyMemory<byte> message) => events.Received(message);

        public void Sent() => events.Sent();

        public void Closed(string cause) => events.Closed(cause);
    }
}
