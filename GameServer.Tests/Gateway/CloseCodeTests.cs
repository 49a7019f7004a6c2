using System.Net.WebSockets;
using GameServer.Gateway;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Gateway;

/// <summary>Every close code reaches the client, and the connection then ends without a reset.</summary>
public sealed class CloseCodeTests
{
    public static TheoryData<string, byte[]> BrokenFrames => new()
    {
        { "a reserved bit", RawClient.Frame(0xC2, "x"u8) },
        { "an unknown data opcode", RawClient.Frame(0x83, "x"u8) },
        { "an unknown control opcode", RawClient.Frame(0x8B, "x"u8) },
        { "no mask", [0x82, 0x01, 0x78] },
        { "no mask on an empty ping", [0x89, 0x00] },
        { "no mask on a long message", [0x82, 126, 0x10, 0x00] },
        { "no mask on a later frame", [.. RawClient.Frame(0x01, new byte[70_000]), .. RawClient.Frame(0x00, new byte[200]), 0x80, 0] },
        { "a fragmented ping", RawClient.Frame(0x09, "x"u8) },
        { "a ping of 126 bytes", RawClient.Frame(0x89, new byte[126]) },
        { "a continuation of nothing", RawClient.Frame(0x80, "x"u8) },
        { "a new message inside a fragmented one", [.. RawClient.Frame(0x01, "x"u8), .. RawClient.Frame(0x81, "y"u8)] },
        { "a close code that must not be sent", RawClient.Frame(0x88, [0x03, 0xED]) },
        { "a close frame of one byte", RawClient.Frame(0x88, [0x03]) },
        { "a length with its highest bit set", [0x82, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4] },
    };

    [Theory]
    [MemberData(nameof(BrokenFrames))]
    public async Task What_is_not_WebSocket_is_closed_with_1002(string what, byte[] frame)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await client.SendAsync(frame);
        (await client.ReadCloseAsync()).ShouldBe(1002, what);
    }

    [Fact]
    public async Task A_reply_written_before_a_protocol_error_still_arrives()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await client.SendAsync([.. RawClient.Frame(0x81, "before"u8), .. RawClient.Frame(0xC2, "x"u8), .. new byte[100_000]]);
        (await client.ReadFrameAsync()).Payload.ShouldBe("before"u8.ToArray());
        (await client.ReadCloseAsync(answer: false)).ShouldBe(1002);
    }

    [Fact]
    public async Task The_server_ends_the_connection_of_a_client_that_only_answers()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await client.SendAsync(RawClient.Frame(0xC2, "x"u8));
        (await client.ReadCloseAsync(endSending: false)).ShouldBe(1002);
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public async Task Text_that_is_not_UTF_8_is_closed_with_1007(byte[] text)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await client.SendAsync(RawClient.Frame(0x81, text));
        (await client.ReadCloseAsync()).ShouldBe(1007);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_closed_with_1009_before_it_is_whole()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { MessageBytesMax = 2000 });
        using var client = await RawClient.OpenAsync(host);
        var frame = RawClient.Frame(0x82, new byte[1_000_000]);
        await client.SendAsync(frame[..3000]);
        (await client.ReadFrameAsync()).FirstByte.ShouldBe(0x88);
        await client.SendAsync(frame[3000..]);
        await client.SendAsync(RawClient.Frame(0x88, [0x03, 0xE8]));
        (await client.ReadToEndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_over_the_limit_in_small_fragments_is_closed_with_1009()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { MessageBytesMax = 2000 });
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(RawClient.Frame(0x02, new byte[1000]));
        await client.SendAsync(RawClient.Frame(0x00, new byte[1000]));
        await client.SendAsync(RawClient.Frame(0x00, new byte[1]));
        (await client.ReadCloseAsync()).ShouldBe((int)WebSocketCloseStatus.MessageTooBig);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4999)]
    public async Task A_client_that_closes_gets_its_code_back(int code)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await client.SendAsync(RawClient.Frame(0x88, [(byte)(code >> 8), (byte)code, .. "bye"u8]));
        (await client.ReadCloseAsync(answer: false)).ShouldBe(code);
    }

    [Fact]
    public async Task An_empty_close_frame_is_answered_as_a_normal_end()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, "/echo", subprotocol: null);
        await client.SendAsync(RawClient.Frame(0x88, []));
        (await client.ReadCloseAsync(answer: false)).ShouldBe((int)WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Messages_without_an_envelope_do_not_meet_the_hello_deadline()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { HelloTimeoutMs = 300 });
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(RawClient.Frame(0x82, []));
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.HelloTimeout);
    }
}
