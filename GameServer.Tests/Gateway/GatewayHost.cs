using GameServer.Actors;
using GameServer.Certificates;
using GameServer.Gateway;
using GameServer.Sessions;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Tests.Gateway;

/// <summary>The gateway in a real Kestrel on a free port: /ws with a test's door, /echo.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come. Never passes in a test that is well.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication _app;
    private readonly GatewayMeter _meter = new();

    private GatewayHost(
        GatewayOptions options, TestDoor door, IAuthenticator? authenticator, TlsCertificate? certificate, TimeProvider time)
    {
        Door = door;
        Registry = new ConnectionRegistry(options, time);
        var around = new SocketSurroundings(options, time, _meter, NullLogger.Instance, new ThreadPoolScheduler(), new OutboxPool());
        var paths = new UpgradePaths();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        string[] addresses = [certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0"];
        builder.Services.AddSingleton(_meter);

        // Opens nothing: there is one address, the one that is listened on below.
        builder.Configuration["Kestrel:Endpoints:Other:Url"] = "http://127.0.0.1:0";
        builder.WebHost.UseGatewayKestrel(addresses, options, certificate, paths, time);
        _app = builder.Build();
        _app.MapGameGateway("/ws", paths, Registry, around, authenticator ?? new GuestAuthenticator(new RandomIdSource()), door);
        _app.MapEcho("/echo", paths, Registry, around);
    }

    internal TestDoor Door { get; }

    internal ConnectionRegistry Registry { get; }

    internal Uri Address => new(_app.Urls.Single());

    internal static async Task<GatewayHost> StartAsync(
        GatewayOptions? options = null,
        TestDoor? door = null,
        IAuthenticator? authenticator = null,
        TlsCertificate? certificate = null,
        TimeProvider? time = null)
    {
        var host = new GatewayHost(
            options ?? new GatewayOptions(), door ?? new TestDoor(), authenticator, certificate, time ?? TimeProvider.System);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Stops as a server stops: requests that are under way are waited for.</summary>
    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        Registry.Dispose();
        _meter.Dispose();
    }
}
