using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Telemetry;
using GameServer.Webhooks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GameServer;

/// <summary>
/// Leaving without loss: says when the node is ready. Before it stops its rooms are settled, or handed over to the other nodes of its
/// cluster, and every client is sent away with "resume".
/// </summary>
internal sealed class Drain(
    Node node, Readiness readiness, IServer server, ServerOptions options, IHostApplicationLifetime lifetime, ILogger<Drain> log)
    : IHostedLifecycleService
{
    private static readonly TimeSpan RoomsTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ActorsTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Between two clients that are asked to connect elsewhere.</summary>
    private static readonly TimeSpan AwayEvery = TimeSpan.FromMilliseconds(2);

    /// <summary>After this the process ends, whatever is left.</summary>
    internal static TimeSpan TimeoutOf(ServerOptions options) =>
        (TimeSpan.FromMilliseconds(options.Cluster.DrainTimeoutMs) * 4 / 3) + RoomsTimeout + KeepTimeout + ActorsTimeout + LeaveTimeout;

    private TimeSpan DrainTimeout => TimeSpan.FromMilliseconds(options.Cluster.DrainTimeoutMs);

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (node.Cluster is { } entry)
        {
            await entry.JoinedAsync(cancellationToken).ConfigureAwait(false);
            await entry.LinkedAsync(node.Core.Cluster!.Links, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        readiness.Started();
        foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            log.ServerReady(address);
        }

        if (node.Cluster is { } entry)
        {
            _ = StopWhenAskedAsync(entry);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Stopping();
        if (node.Core.Cluster is { } cluster)
        {
            cluster.Actor.Tell(ClusterMessage.Draining.Instance);
            await SettleRoomsAsync(handsOver: true, DrainTimeout).ConfigureAwait(false);
            await SendAwayAsync().ConfigureAwait(false);
        }
        else
        {
            await SettleRoomsAsync(handsOver: false, RoomsTimeout).ConfigureAwait(false);
        }

        await KeepAnnouncementsAsync().ConfigureAwait(false);
        await node.Connections.CloseAllAsync(CloseCode.ServerShutdown, "The server is stopping; come back and resume.")
            .ConfigureAwait(false);
        await LeaveAsync().ConfigureAwait(false);
        await node.Core.Actors.StopAsync(ActorsTimeout).ConfigureAwait(false);
        log.ServerStopped();
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StopWhenAskedAsync(ClusterEntry entry)
    {
        await entry.DrainWanted.ConfigureAwait(false);
        lifetime.StopApplication();
    }

    // What members have been promised is stored and told to them before their connections are closed.
    private async Task SettleRoomsAsync(bool handsOver, TimeSpan timeout)
    {
        try
        {
            await node.Core.RoomHost.Ask<HostDrained>(answer => new HostMessage.Drain(answer, handsOver), timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.RoomsUnsettled((long)timeout.TotalSeconds);
        }
    }

    // What is to be told of rooms that go with the node is told by whoever has the store next.
    private async Task KeepAnnouncementsAsync()
    {
        if (node.Core.Keeper is not { } keeper)
        {
            return;
        }

        try
        {
            await keeper.Ask<AllKept>(answer => new WebhookKeeper.Settle(answer), KeepTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.AnnouncementsUnkept((long)KeepTimeout.TotalSeconds);
        }
    }

    // Members of rooms that have moved play on through this gateway until they have another.
    private async Task SendAwayAsync()
    {
        var spread = AwayEvery * node.Connections.Count;
        var most = DrainTimeout / 3;
        var away = node.Connections.SendAwayAsync(spread < most ? spread : most);
        await Task.WhenAny(away, Task.Delay(most, CancellationToken.None)).ConfigureAwait(false);
    }

    private async Task LeaveAsync()
    {
        if (node.Core.Cluster is not { } cluster)
        {
            return;
        }

        try
        {
            await cluster.Actor.Ask<ClusterLeft>(answer => new ClusterMessage.Leave(answer), LeaveTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.LeaveUnanswered();
        }

        await node.Cluster!.DisposeAsync().ConfigureAwait(false);
    }
}
