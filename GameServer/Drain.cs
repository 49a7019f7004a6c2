using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GameServer;

/// <summary>Leaving without loss: says when the node is ready, and before it stops sends every client away with "resume".</summary>
internal sealed class Drain(Node node, Readiness readiness, IServer server, ILogger<Drain> log) : IHostedLifecycleService
{
    private static readonly TimeSpan RoomsTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ActorsTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        readiness.Set(true);
        foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            log.ServerReady(address);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Set(false);
        await SettleRoomsAsync().ConfigureAwait(false);
        await node.Connections.CloseAllAsync(CloseCode.ServerShutdown, "The server is stopping; come back and resume.")
            .ConfigureAwait(false);
        await node.Actors.StopAsync(ActorsTimeout).ConfigureAwait(false);
        log.ServerStopped();
    }

    // What members have been promised is stored and told to them before their connections are closed.
    private async Task SettleRoomsAsync()
    {
        try
        {
            await node.RoomHost.Ask<HostDrained>(answer => new HostMessage.Drain(answer, HandsOver: false), RoomsTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.RoomsUnsettled((long)RoomsTimeout.TotalSeconds);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
