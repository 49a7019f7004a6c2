using System.Globalization;
using System.Text;
using GameServer.Gateway;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Gateway;

/// <summary>The handshake as it is seen on the wire.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task The_answer_holds_what_the_standard_asks_for_and_no_extension()
    {
        await using var host = await GatewayHost.StartAsync();
        var head = await AnswerAsync(
            host,
            "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
            "Sec-WebSocket-Key: ygMiQFnG/Gs/T6e/cfgGAw==\r\nSec-WebSocket-Protocol: gameserver.v1.json\r\n" +
            "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
        head.ShouldStartWith("HTTP/1.1 101 Switching Protocols\r\n");
        head.ShouldContain("\r\nUpgrade: websocket\r\n");
        head.ShouldContain("\r\nConnection: Upgrade\r\n");
        head.ShouldContain("\r\nSec-WebSocket-Accept: Oe9g6i5Q0f50k+mwOnnCYXnR5Xo=\r\n");
        head.ShouldContain("\r\nSec-WebSocket-Protocol: gameserver.v1.json\r\n");
        head.ShouldNotContain("Sec-WebSocket-Extensions");
    }

    [Theory]
    [InlineData("GET /ws HTTP/1.1\r\nHost: h\r\n\r\n", "426")]
    [InlineData("GET /ws HTTP/1.0\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "400")]
    [InlineData("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "400")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\n\r\n", "426")]
    [InlineData("POST /ws HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", "405")]
    public async Task A_request_that_is_no_handshake_gets_a_status(string request, string status)
    {
        await using var host = await GatewayHost.StartAsync();
        (await AnswerAsync(host, request))[9..12].ShouldBe(status);
    }

    [Fact]
    public async Task A_plain_GET_is_told_what_to_upgrade_to()
    {
        await using var host = await GatewayHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        var answer = await http.GetAsync("/ws");
        ((int)answer.StatusCode).ShouldBe(426);
        answer.Headers.Upgrade.Single().Name.ShouldBe("websocket");
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("This address speaks WebSocket");
    }

    [Fact]
    public async Task More_connections_than_an_address_may_have_are_refused_until_one_ends()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { ConnectionsPerAddressMax = 1 });
        using var first = await RawClient.OpenAsync(host);
        (await AnswerAsync(host, Encoding.ASCII.GetString(RawClient.Handshake())))[9..12].ShouldBe("429");
        await first.SendAsync(RawClient.Frame(0x88, [0x03, 0xE8]));
        await first.ReadCloseAsync(answer: false);
        await Until.TrueAsync(() => host.Registry.Count == 0, "the first connection is gone");
        using var second = await RawClient.OpenAsync(host);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: h\r\n")]
    public async Task A_request_that_does_not_come_is_not_waited_for(string start)
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { HandshakeTimeoutMs = 100 });
        using var client = await RawClient.ConnectAsync(host.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes(start));
        (await client.ReadToEndAsync()).ShouldBe(0, "HTTP would wait anew before it said something");
    }

    [Fact]
    public async Task More_connections_than_the_node_may_have_are_refused()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { ConnectionsMax = 1 });
        using var first = await RawClient.OpenAsync(host);
        (await AnswerAsync(host, Encoding.ASCII.GetString(RawClient.Handshake())))[9..12].ShouldBe("503");
    }

    [Fact]
    public async Task More_connections_without_an_upgrade_than_there_may_be_are_dropped_and_upgraded_ones_do_not_count()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { PlainConnectionsMax = 1, HandshakeTimeoutMs = 60_000 });
        using var first = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        using var second = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        using var plain = await RawClient.ConnectAsync(host.Address);
        await plain.SendAsync("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray());
        (await plain.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 404 ");
        using var tooMany = await RawClient.ConnectAsync(host.Address);
        (await tooMany.ReadToEndAsync()).ShouldBe(0);
        host.Registry.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_address_cannot_take_all_places_of_connections_without_an_upgrade()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { ConnectionsPerAddressMax = 3, HandshakeTimeoutMs = 60_000 });
        using var upgraded = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        using var later = await PlainAsync(host);
        await later.SendAsync(RawClient.Handshake("/echo", subprotocol: null));
        (await later.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        var many = new List<RawClient>();
        while (many.Count < PlainConnections.PerAddressMin)
        {
            many.Add(await PlainAsync(host));
        }

        using var tooMany = await RawClient.ConnectAsync(host.Address);
        (await tooMany.ReadToEndAsync()).ShouldBe(0);
        using var other = await PlainAsync(host, from: "127.0.0.2");
        many.ForEach(client => client.Dispose());
    }

    [Theory]
    [InlineData("GET /ws?room=7 HTTP/1.1\r\nHost: h\r\n{0}\r\n", "101")]
    [InlineData("GET /WS HTTP/1.1\r\nHost: h\r\n{0}\r\n", "101")]
    [InlineData("GET /%77s HTTP/1.1\r\nHost: h\r\n{0}\r\n", "101")]
    [InlineData("GET http://h/ws HTTP/1.1\r\nHost: h\r\n{0}\r\n", "101")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n{0}\r\nhello", "400")]
    [InlineData("GET /nothing HTTP/1.1\r\nHost: h\r\n{0}\r\n", "404")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: h\r\nBad Header: x\r\n{0}\r\n", "400")]
    [InlineData("\r\nGET /ws HTTP/1.1\r\nHost: h\r\n{0}\r\n", "101")]
    public async Task However_a_handshake_is_written_it_has_its_one_answer(string request, string status)
    {
        const string Upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
            $"Sec-WebSocket-Key: {RawClient.Key}\r\nSec-WebSocket-Protocol: gameserver.v1.proto\r\n";
        await using var host = await GatewayHost.StartAsync();
        (await AnswerAsync(host, string.Format(CultureInfo.InvariantCulture, request, Upgrade)))[9..12].ShouldBe(status);
    }

    [Fact]
    public async Task A_handshake_that_comes_byte_by_byte_is_accepted()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Address);
        foreach (var one in RawClient.Handshake())
        {
            await client.SendAsync([one]);
        }

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
    }

    [Fact]
    public async Task A_handshake_larger_than_it_may_be_is_refused()
    {
        await using var host = await GatewayHost.StartAsync();
        var filler = new string('x', KestrelSetup.RequestHeaderBytesMax);
        (await AnswerAsync(host, $"GET /ws HTTP/1.1\r\nHost: h\r\nCookie: {filler}\r\n"))[9..12].ShouldBe("431");
    }

    [Fact]
    public async Task A_handshake_on_a_connection_that_served_something_else_before_is_accepted()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Address);
        await client.SendAsync("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray());
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 404 ");
        await client.SendAsync(RawClient.Handshake("/echo", subprotocol: null));
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        await client.SendAsync(RawClient.Frame(0x81, "hello"u8));
        (await client.ReadFrameAsync()).Payload.ShouldBe("hello"u8.ToArray());
        await client.SendAsync(RawClient.Frame(0xC2, "x"u8));
        (await client.ReadCloseAsync()).ShouldBe(1002);
        await Until.TrueAsync(() => host.Registry.Count == 0, "the connection is gone");
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_request_that_has_not_begun()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { HandshakeTimeoutMs = 60_000 });
        using var client = await RawClient.ConnectAsync(host.Address);
        using var other = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await host.Registry.CloseAllAsync(CloseCode.ServerShutdown, "Stop.").WaitAsync(GatewayHost.Patience);
        await host.StopAsync().WaitAsync(GatewayHost.Patience);
        await client.ReadToEndAsync();
    }

    private static async Task<RawClient> PlainAsync(GatewayHost host, string? from = null)
    {
        var client = await RawClient.ConnectAsync(host.Address, from: from);
        await client.SendAsync("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray());
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 404 ");
        return client;
    }

    private static async Task<string> AnswerAsync(GatewayHost host, string request)
    {
        using var client = await RawClient.ConnectAsync(host.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes(request));
        return await client.ReadHeadAsync();
    }
}
