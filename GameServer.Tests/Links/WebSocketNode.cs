using System.Net;
using GameServer.Actors;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Tests.Gateway;
using GameServer.Tests.Links.TestKit;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Links;

/// <summary>A process with real links: its own actors, its own port.</summary>
internal sealed class WebSocketNode : IAsyncDisposable
{
    private readonly ActorSystem _actors = new(new ActorSystemOptions(TimeProvider.System, new ThreadPoolScheduler(), 1));
    private readonly WebSocketListener _listener;

    private WebSocketNode(string name, LinkOptions options, LinkTls? tls, byte[][] keys)
    {
        var dialer = new WebSocketDialer(options, tls, TimeProvider.System);
        Node = LinkedNode.Start(_actors, new LinkTarget(new NodeId(name), ""), dialer, options, out var door, keys);
        var end = new IPEndPoint(IPAddress.Loopback, 0);
        _listener = new WebSocketListener(end, options, tls, door.Accept, TimeProvider.System, new LinesLoggers(Node.Log));
    }

    internal LinkedNode Node { get; }

    internal LinkTarget Target => new(Node.Process, _listener.Address);

    internal RecordingInbox Inbox => Node.Inbox;

    internal static Task<WebSocketNode> StartAsync(string name, LinkOptions? options = null, params byte[][] keys) =>
        StartAsync(new WebSocketNode(name, options ?? new LinkOptions(), null, keys));

    /// <summary>One whose links are encrypted.</summary>
    internal static Task<WebSocketNode> StartSecuredAsync(string name, LinkTls? tls) =>
        StartAsync(new WebSocketNode(name, new LinkOptions(), tls, []));

    internal void Meet(params LinkTarget[] others) => Node.Meet(others);

    internal Task UntilAsync(string line) => Until.TrueAsync(() => Inbox.Lines.Contains(line), $"{Node.Process} has '{line}'");

    internal Task UntilLoggedAsync(string part) => Until.TrueAsync(
        () =>
        {
            lock (Node.Log)
            {
                return Node.Log.Any(line => line.Contains(part, StringComparison.Ordinal));
            }
        },
        $"{Node.Process} has logged '{part}'");

    /// <summary>As when the process ends: the listener first, then all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _actors.StopAsync(TimeSpan.FromSeconds(10));
        _actors.Dispose();
    }

    private static async Task<WebSocketNode> StartAsync(WebSocketNode node)
    {
        await node._listener.StartAsync(CancellationToken.None);
        return node;
    }
}
