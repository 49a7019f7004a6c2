using System.Net.Sockets;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Routing;
using Microsoft.Extensions.Logging;

namespace GameServer;

/// <summary>A node's way into its cluster: makes sure of its name, listens for the others, and says when it is in.</summary>
internal sealed class ClusterEntry : IClusterListener, IAsyncDisposable
{
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(30);

    // The others hear of a node when they renew their leases, a second apart.
    private static readonly TimeSpan LinkTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drainAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerOptions _options;
    private readonly LinkTls? _tls;
    private readonly ILoggerFactory _logs;
    private readonly TimeProvider _time;
    private WebSocketListener? _listener;

    /// <exception cref="ConfigurationException">Another live node has the name.</exception>
    internal ClusterEntry(ServerOptions options, NodeId name, INodeStore store, LinkTls? tls, TimeProvider time, ILoggerFactory logs)
    {
        (_options, _tls, _time, _logs) = (options, tls, time, logs);
        var roles = NodeRolesText.Read(options.Cluster.Roles);
        var self = new ClusterSelf(name, options.Cluster.Advertise, roles, MayTakeName(options, name, store));
        Ingredients = new ClusterIngredients(self, store, Listen, this);
    }

    internal ClusterIngredients Ingredients { get; }

    /// <summary>Done when somebody has asked, through the store, that this process leave.</summary>
    internal Task DrainWanted => _drainAsked.Task;

    /// <summary>Waits until the node has its lease.</summary>
    /// <exception cref="ConfigurationException">It does not get one.</exception>
    internal async Task JoinedAsync(CancellationToken cancel)
    {
        try
        {
            await _joined.Task.WaitAsync(JoinTimeout, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ConfigurationException(
                $"GameServer:Store did not let this node join its cluster within {JoinTimeout.TotalSeconds} s; is the database up?");
        }
    }

    /// <summary>
    /// Waits until the others are linked to this node, so that no client meets it before. One that can't be reached does not hold it up.
    /// </summary>
    internal async Task LinkedAsync(NodeLinks links, CancellationToken cancel)
    {
        var since = _time.GetTimestamp();
        while (links.View.Nodes.Any(node => node.Process != links.Self && !links.IsUp(node.Process))
            && _time.GetElapsedTime(since) < LinkTimeout)
        {
            await Task.Delay(LookEvery, _time, cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Changed(ClusterView view, ViewDiff diff) => _joined.TrySetResult();

    /// <inheritdoc />
    public void Thawed()
    {
    }

    /// <inheritdoc />
    public void Rejoined(Incarnation now, IReadOnlyList<MovedRoom> kept)
    {
    }

    /// <inheritdoc />
    public void DrainAsked() => _drainAsked.TrySetResult();

    /// <inheritdoc />
    public void Clashed(NodeRow live) => _joined.TrySetException(NameTaken(live));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A process that had the name and listened where this one is about to is gone, or this one will not get to listen. One that listened
    /// elsewhere is gone if it does not renew its lease.
    /// </summary>
    private static bool MayTakeName(ServerOptions options, NodeId name, INodeStore store)
    {
        var lease = TimeSpan.FromMilliseconds(options.Cluster.LeaseMs);
        var found = Task.Run(async () =>
        {
            var rows = await store.ListAsync(CancellationToken.None).ConfigureAwait(false);
            var others = rows.Where(row => row.Node == name && !row.IsRevoked && row.LinkAddress != options.Cluster.Advertise).ToList();
            return await LiveNodes.FirstOfAsync(store, others, lease).ConfigureAwait(false);
        }).GetAwaiter().GetResult();
        return found is null ? true : throw NameTaken(found);
    }

    private static ConfigurationException NameTaken(NodeRow live) => new(
        $"GameServer:NodeName is '{live.Node}', which a live node at {live.LinkAddress} has; "
        + "each node of a cluster needs a name of its own.");

    private WebSocketDialer Listen(Func<ILinkConnection, ILinkEvents> accept)
    {
        var (key, address) = _options.Cluster.Listen.Length > 0
            ? ("Listen", _options.Cluster.Listen)
            : ("Advertise", _options.Cluster.Advertise);
        try
        {
            var listener = new WebSocketListener(LinkAddress.Resolve(address), _options.Links, _tls, accept, _time, _logs);
            Task.Run(() => listener.StartAsync(CancellationToken.None)).GetAwaiter().GetResult();
            _listener = listener;
        }
        catch (Exception cause) when (cause is IOException or SocketException)
        {
            throw new ConfigurationException(
                $"GameServer:Cluster:{key} is '{address}', where this node cannot listen for the others: {cause.Message}");
        }

        return new WebSocketDialer(_options.Links, _tls, _time);
    }
}
