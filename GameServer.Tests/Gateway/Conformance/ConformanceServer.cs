using GameServer.Tests.EndToEnd;

namespace GameServer.Tests.Gateway.Conformance;

/// <summary>A whole server with an echo path, for all the cases of a class.</summary>
public sealed class ConformanceServer : IAsyncLifetime
{
    /// <summary>The largest message of a game client.</summary>
    internal const int MessageBytesMax = 2_000;

    /// <summary>The largest message that comes back from the echo path.</summary>
    internal const int EchoBytesMax = 16_777_216;

    private const string EchoPath = "/echo";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["EchoPath"] = EchoPath,
        ["Gateway:MessageBytesMax"] = $"{MessageBytesMax}",
        ["Gateway:HelloTimeoutMs"] = "60000",
    };

    private TestServer? _server;

    internal Uri Address => _server!.Url;

    /// <inheritdoc />
    public async Task InitializeAsync() => _server = await TestServer.StartAsync(Settings);

    /// <inheritdoc />
    public Task DisposeAsync() => _server!.DisposeAsync().AsTask();

    internal Task<RawClient> EchoAsync() => RawClient.OpenAsync(Address, EchoPath, subprotocol: null);

    /// <summary>A connection to a path: a game's, in one of its two forms, or the echo's.</summary>
    internal Task<RawClient> OpenAsync(WirePath path) => path switch
    {
        WirePath.Echo => EchoAsync(),
        WirePath.Binary => RawClient.OpenAsync(Address),
        WirePath.Json => RawClient.OpenAsync(Address, subprotocol: "gameserver.v1.json"),
    };

    /// <summary>The server goes on serving: a new connection gets its message back.</summary>
    internal async Task ShouldServeAsync()
    {
        using var client = await EchoAsync();
        await client.SendAsync(RawClient.Frame(0x81, "still here"u8));
        (await client.ReadFrameAsync()).Payload.ShouldBe("still here"u8.ToArray());
    }
}

/// <summary>Where WebSocket is spoken.</summary>
public enum WirePath
{
    /// <summary>Messages come back.</summary>
    Echo,

    /// <summary>The game's, with binary messages.</summary>
    Binary,

    /// <summary>The game's, with text messages.</summary>
    Json,
}
