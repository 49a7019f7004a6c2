using GameServer.Protocol.V1;

namespace GameServer.Tests.Gateway.Conformance;

/// <summary>The close handshake from both sides: RFC 6455, sections 5.5.1 and 7.</summary>
public sealed class CloseTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData((int)CloseCode.SessionTaken)]
    [InlineData(4999)]
    public async Task A_code_that_a_client_may_send_comes_back(int code)
    {
        foreach (var path in Enum.GetValues<WirePath>())
        {
            using var client = await server.OpenAsync(path);
            await client.SendAsync(Wire.Close(code, "Grüße"u8));
            (await client.ReadCloseAsync(answer: false, endSending: false)).ShouldBe(code);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(1100)]
    [InlineData(2000)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65_535)]
    public async Task A_code_that_nobody_may_send_is_closed_with_1002(int code)
    {
        foreach (var path in Enum.GetValues<WirePath>())
        {
            using var client = await server.OpenAsync(path);
            await client.SendAsync(Wire.Close(code));
            (await client.ReadCloseAsync(answer: false)).ShouldBe(1002);
        }
    }

    [Theory]
    [InlineData(WirePath.Binary)]
    [InlineData(WirePath.Json)]
    public async Task A_close_frame_of_one_byte_is_closed_with_1002(WirePath path)
    {
        using var client = await server.OpenAsync(path);
        await client.SendAsync(RawClient.Frame(0x88, [0x03]));
        (await client.ReadCloseAsync(answer: false)).ShouldBe(1002);
    }

    [Fact]
    public async Task A_reason_may_fill_the_frame()
    {
        using var client = await server.EchoAsync();
        await client.SendAsync(Wire.Close(1000, Enumerable.Repeat((byte)'r', 123).ToArray()));
        (await client.ReadCloseAsync(answer: false)).ShouldBe(1000);
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { (byte)'o', (byte)'k', 0xCE })]
    public async Task A_reason_that_is_not_UTF_8_is_closed_with_1002(byte[] reason)
    {
        foreach (var path in Enum.GetValues<WirePath>())
        {
            using var client = await server.OpenAsync(path);
            await client.SendAsync(Wire.Close(1000, reason));
            (await client.ReadCloseAsync(answer: false)).ShouldBe(1002);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public async Task What_comes_after_a_close_frame_is_ignored(int bytes)
    {
        using var client = await server.EchoAsync();
        byte[] after = [.. RawClient.Frame(0x81, "too late"u8), .. RawClient.Frame(0x89, "too late"u8), .. new byte[bytes]];
        await client.SendAsync([.. Wire.Close(1000), .. after]);
        (await client.ReadCloseAsync(answer: false)).ShouldBe(1000);
    }

    [Fact]
    public async Task What_comes_after_the_servers_close_frame_is_ignored_up_to_the_clients()
    {
        using var client = await server.OpenAsync(WirePath.Binary);
        await client.SendAsync(RawClient.Frame(0x82, [0xFF, 0xFF, 0xFF]));
        (await client.ReadFrameAsync()).ShouldBeClose().ShouldBe((int)CloseCode.ProtocolError);
        var (_, hello) = Wire.Hello(WirePath.Binary);
        await client.SendAsync([.. RawClient.Frame(0x82, hello), .. RawClient.Frame(0x81, hello)]);
        await client.SendAsync(Wire.Close((int)CloseCode.ProtocolError));
        (await client.ReadToEndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_stops_tells_every_client_why_and_then_ends_the_connection()
    {
        await using var stopping = await GatewayHost.StartAsync();
        using var binary = await RawClient.OpenAsync(stopping);
        using var json = await RawClient.OpenAsync(stopping, subprotocol: "gameserver.v1.json");
        var closing = stopping.Registry.CloseAllAsync(CloseCode.ServerShutdown, "Stop.");
        (await binary.ReadCloseAsync(endSending: false)).ShouldBe((int)CloseCode.ServerShutdown);
        (await json.ReadCloseAsync(endSending: false)).ShouldBe((int)CloseCode.ServerShutdown);
        await closing.WaitAsync(GatewayHost.Patience);
    }

    [Fact]
    public async Task Close_frames_that_cross_end_the_connection_without_another()
    {
        await using var stopping = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(stopping);
        var closing = stopping.Registry.CloseAllAsync(CloseCode.ServerShutdown, "Stop.");
        await client.SendAsync(Wire.Close(1000));
        (await client.ReadFrameAsync()).ShouldBeClose().ShouldBeOneOf(1000, (int)CloseCode.ServerShutdown);
        (await client.ReadToEndAsync()).ShouldBe(0);
        await closing.WaitAsync(GatewayHost.Patience);
    }
}
