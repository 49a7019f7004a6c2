using System.Text;

namespace GameServer.Tests.Gateway.Conformance;

/// <summary>The opening handshake and what comes right behind it: RFC 6455, sections 4.2, 4.4 and 9.</summary>
public sealed class OpeningTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    private const string Rest = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    private const string Key = $"Sec-WebSocket-Key: {RawClient.Key}\r\n";
    private const string Version = "Sec-WebSocket-Version: 13\r\n";
    private const string Form = "Sec-WebSocket-Protocol: gameserver.v1.proto\r\n";

    [Theory]
    [InlineData("POST", "HTTP/1.1", "Host: h\r\nContent-Length: 0\r\n" + Rest + Key + Version + Form, 405)]
    [InlineData("PUT", "HTTP/1.1", "Host: h\r\nContent-Length: 0\r\n" + Rest + Key + Version + Form, 405)]
    [InlineData("GET", "HTTP/1.0", "Host: h\r\n" + Rest + Key + Version + Form, 400)]
    [InlineData("GET", "HTTP/1.1", Rest + Key + Version + Form, 400)]
    [InlineData("GET", "HTTP/1.1", "Host: a\r\nHost: b\r\n" + Rest + Key + Version + Form, 400)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\nConnection: Upgrade\r\n" + Key + Version + Form, 426)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\nUpgrade: websocket\r\n" + Key + Version + Form, 426)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\n" + Rest + Key + Form, 426)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\n" + Rest + Key + "Sec-WebSocket-Version: 8\r\n" + Form, 426)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\n" + Rest + Key + "Sec-WebSocket-Version: 14\r\n" + Form, 426)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\n" + Rest + Version + Form, 400)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\n" + Rest + Key + Key + Version + Form, 400)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\n" + Rest + "Sec-WebSocket-Key: short\r\n" + Version + Form, 400)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\n" + Rest + Key + Version, 400)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\n" + Rest + Key + Version + "Sec-WebSocket-Protocol: chat\r\n", 400)]
    [InlineData("GET", "HTTP/1.1", "Host: h\r\nOrigin: http://evil.example\r\n" + Rest + Key + Version + Form, 403)]
    public async Task A_handshake_with_something_wrong_gets_its_status(string method, string http, string headers, int status)
    {
        using var client = await RawClient.ConnectAsync(server.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes($"{method} /ws {http}\r\n{headers}\r\n"));
        var head = await client.ReadHeadAsync();
        head[9..12].ShouldBe($"{status}");
        head.Contains("\r\nSec-WebSocket-Version: 13\r\n", StringComparison.OrdinalIgnoreCase).ShouldBe(status == 426);
        head.ShouldNotContain("Sec-WebSocket-Accept", Case.Insensitive);
    }

    [Fact]
    public async Task Names_and_tokens_are_read_in_any_case_and_the_key_is_not()
    {
        using var client = await RawClient.ConnectAsync(server.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /echo HTTP/1.1\r\nHOST:h\r\nupgrade:  WebSocket \r\nCONNECTION:keep-alive,  UPGRADE\r\nsec-websocket-version:13\r\n" +
            $"SEC-WEBSOCKET-KEY:\t{RawClient.Key}\t\r\n\r\n"));
        var head = await client.ReadHeadAsync();
        head.ShouldStartWith("HTTP/1.1 101 ");
        head.ShouldContain("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
        head.ShouldNotContain("Sec-WebSocket-Protocol", Case.Insensitive);
    }

    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits=9; server_no_context_takeover, permessage-deflate")]
    [InlineData("x-webkit-deflate-frame, permessage-bzip2")]
    public async Task Extensions_are_declined_and_their_bit_is_then_an_error(string offer)
    {
        foreach (var path in (string[])["/echo", "/ws"])
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            await client.SendAsync(Encoding.ASCII.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: h\r\n{Rest}{Key}{Version}{Form}Sec-WebSocket-Extensions: {offer}\r\n\r\n"));
            var head = await client.ReadHeadAsync();
            head.ShouldStartWith("HTTP/1.1 101 ");
            head.ShouldNotContain("Sec-WebSocket-Extensions", Case.Insensitive);
            await client.SendAsync(RawClient.Frame(0xC2, [0xCA, 0x49, 0x4C, 0x04, 0x00]));
            (await client.ReadCloseAsync()).ShouldBe(1002);
        }
    }

    [Theory]
    [InlineData(WirePath.Binary)]
    [InlineData(WirePath.Json)]
    public async Task Frames_in_the_segment_of_the_handshake_are_read(WirePath path)
    {
        using var client = await RawClient.ConnectAsync(server.Address);
        var (opcode, hello) = Wire.Hello(path);
        var subprotocol = path == WirePath.Json ? "gameserver.v1.json" : "gameserver.v1.proto";
        await client.SendAsync(
        [
            .. RawClient.Handshake(subprotocol: subprotocol), .. RawClient.Frame(0x89, "first"u8),
            .. RawClient.Frame(0x80 | opcode, hello), .. Wire.Close(1000),
        ]);
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, "first"u8);
        (await client.ReadCloseAsync(answer: false)).ShouldBe(1000);
    }

    [Fact]
    public async Task What_is_wrong_behind_a_handshake_is_closed_after_its_answer()
    {
        using var client = await RawClient.ConnectAsync(server.Address);
        await client.SendAsync([.. RawClient.Handshake(), 0x82, 0x00, .. new byte[1000]]);
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        (await client.ReadCloseAsync()).ShouldBe(1002);
    }

    [Fact]
    public async Task A_handshake_and_frames_that_come_byte_by_byte_are_read()
    {
        using var client = await RawClient.ConnectAsync(server.Address);
        var (_, hello) = Wire.Hello(WirePath.Binary);
        foreach (var one in (byte[])[.. RawClient.Handshake(), .. RawClient.Frame(0x89, []), .. RawClient.Frame(0x82, hello)])
        {
            await client.SendAsync([one]);
        }

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, []);
        (await client.ReadBatchAsync()).Envelopes[0].Welcome.PlayerName.ShouldBe("Ada");
    }
}
