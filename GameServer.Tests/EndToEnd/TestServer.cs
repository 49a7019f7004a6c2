using GameServer.Authoring;
using GameServer.Games;
using GameServer.Tests.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GameServer.Tests.EndToEnd;

/// <summary>
/// A whole server in this process: real Kestrel on an ephemeral port of 127.0.0.1, its own data folder, gone after the test.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _data;
    private bool _hasStopped;

    private TestServer(WebApplication app, string data) => (_app, _data) = (app, data);

    internal Uri Url => new(_app.Urls.Single());

    internal Uri WebSocketUrl => new UriBuilder(Url) { Scheme = "ws", Path = "/ws" }.Uri;

    internal Node Node => _app.Services.GetRequiredService<Node>();

    /// <param name="settings">Options by key below "GameServer", such as "Gateway:MessageBytesMax".</param>
    /// <param name="rooms">Room types; the built-in games when null.</param>
    /// <param name="services">Registers what is to be other than in a server as it ships.</param>
    internal static async Task<TestServer> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IRoomCatalog>? rooms = null,
        Action<IServiceCollection>? services = null)
    {
        var data = Directory.CreateTempSubdirectory("gameserver-test-").FullName;
        var entries = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["GameServer:Data"] = data,
            ["GameServer:Log"] = "Text",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            entries["GameServer:" + key] = value;
        }

        var app = ServerBuilder.Build(entries, rooms ?? BuiltInGames.Register, services);
        await app.StartAsync();
        return new TestServer(app, data);
    }

    /// <summary>It has been told to stop by somebody else, and has.</summary>
    internal async Task StoppedAsync()
    {
        await Eventually.Of(_app.WaitForShutdownAsync(), "the stop");
        _hasStopped = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_hasStopped)
        {
            await _app.StopAsync();
        }

        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
