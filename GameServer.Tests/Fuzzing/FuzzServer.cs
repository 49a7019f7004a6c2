using GameServer.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.Fuzzing;

/// <summary>A whole server that a fuzzer talks to, with its echo path, and what it logs of its own failures.</summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    internal const string EchoPath = "/echo";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["EchoPath"] = EchoPath,
        ["Sessions:ResumeWindowMs"] = "1000",
        ["Gateway:FramesPerSecond"] = "1000000",
        ["Gateway:FramesBurst"] = "1000000",
        ["Gateway:BytesPerSecond"] = "100000000",
        ["Gateway:BytesBurst"] = "100000000",
        ["Gateway:FramesPerAddressPerSecond"] = "100000000",
        ["Gateway:FramesPerAddressBurst"] = "100000000",
        ["Gateway:BytesPerAddressPerSecond"] = "1000000000",
        ["Gateway:BytesPerAddressBurst"] = "1000000000",
        ["Gateway:HandshakesPerSecond"] = "1000000",
        ["Gateway:HandshakesBurst"] = "1000000",
        ["Gateway:HandshakesPerAddressPerSecond"] = "1000000",
        ["Gateway:HandshakesPerAddressBurst"] = "1000000",
    };

    private readonly TestServer _server;
    private readonly FailureLog _failures;

    private FuzzServer(TestServer server, FailureLog failures) => (_server, _failures) = (server, failures);

    internal Uri Address => _server.Url;

    internal Node Node => _server.Node;

    internal static async Task<FuzzServer> StartAsync()
    {
        var failures = new FailureLog();
        return new FuzzServer(
            await TestServer.StartAsync(Settings, services: services => services.AddSingleton<ILoggerProvider>(failures)), failures);
    }

    /// <summary>Plays the cases beside a game of two players, who lose nothing; and nothing fails inside the server.</summary>
    internal static async Task BesideAGameAsync(string fuzzer, int count, Func<FuzzServer, FuzzCase, Task> play)
    {
        await using var server = await StartAsync();
        await using var game = await PingPongGame.StartAsync(server._server);
        await Fuzz.RunAsync(fuzzer, count, atOnce: 8, one => play(server, one));
        await game.FinishWholeAsync();
        server.ShouldHaveFailedNowhere();
    }

    internal void ShouldHaveFailedNowhere() => _failures.Lines.ShouldBeEmpty();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
