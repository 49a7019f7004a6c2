using System.Net.WebSockets;
using System.Text;

namespace GameServer.Tests.Gateway;

public sealed class EchoTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public async Task A_message_of_any_length_comes_back(int length)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        await client.SendAsync(RawClient.Frame(0x82, payload));
        var (first, echo) = await client.ReadFrameAsync();
        first.ShouldBe(0x82);
        echo.ShouldBe(payload);
    }

    [Fact]
    public async Task A_short_length_in_64_bits_is_read_too()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await client.SendAsync(RawClient.Frame(0x81, "short"u8, lengthBytes: 8));
        (await client.ReadFrameAsync()).Payload.ShouldBe("short"u8.ToArray());
    }

    [Fact]
    public async Task A_ping_between_fragments_is_answered_before_the_message()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await client.SendAsync(RawClient.Frame(0x01, "He"u8));
        await client.SendAsync(RawClient.Frame(0x89, "are you there"u8));
        await client.SendAsync(RawClient.Frame(0x00, "ll"u8));
        await client.SendAsync(RawClient.Frame(0x80, "o"u8));
        var (pongFirst, pong) = await client.ReadFrameAsync();
        pongFirst.ShouldBe(0x8A);
        Encoding.ASCII.GetString(pong).ShouldBe("are you there");
        var (first, payload) = await client.ReadFrameAsync();
        first.ShouldBe(0x81);
        Encoding.ASCII.GetString(payload).ShouldBe("Hello");
    }

    [Fact]
    public async Task Bytes_behind_the_handshake_are_not_lost()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Address);
        await client.SendAsync([.. RawClient.Handshake("/echo", null), .. RawClient.Frame(0x81, "first"u8)]);
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        (await client.ReadFrameAsync()).Payload.ShouldBe("first"u8.ToArray());
    }

    [Fact]
    public async Task Bytes_that_come_one_by_one_make_the_same_message()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        foreach (var one in RawClient.Frame(0x81, "dripping"u8))
        {
            await client.SendAsync([one]);
        }

        (await client.ReadFrameAsync()).Payload.ShouldBe("dripping"u8.ToArray());
    }

    [Fact]
    public async Task A_library_client_closes_cleanly()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await client.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/echo" }.Uri, CancellationToken.None);
        await client.SendAsync("plain"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[100];
        var result = await client.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(GatewayHost.Patience);
        Encoding.ASCII.GetString(buffer, 0, result.Count).ShouldBe("plain");
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None).WaitAsync(GatewayHost.Patience);
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }
}
