namespace GameServer.Tests.Gateway.Conformance;

/// <summary>Pings, pongs and what all control frames have in common: RFC 6455, sections 5.5, 5.5.2 and 5.5.3.</summary>
public sealed class ControlFrameTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    [Theory]
    [InlineData(WirePath.Echo, 0)]
    [InlineData(WirePath.Echo, 125)]
    [InlineData(WirePath.Binary, 0)]
    [InlineData(WirePath.Binary, 125)]
    [InlineData(WirePath.Json, 1)]
    [InlineData(WirePath.Json, 125)]
    public async Task A_ping_comes_back_as_a_pong_with_the_same_bytes(WirePath path, int length)
    {
        using var client = await server.OpenAsync(path);
        var payload = Enumerable.Range(0, length).Select(at => (byte)(255 - at)).ToArray();
        await client.SendAsync(RawClient.Frame(0x89, payload));
        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, payload);
    }

    [Fact]
    public async Task Pings_in_one_segment_are_answered_in_order()
    {
        using var client = await server.OpenAsync(WirePath.Binary);
        await client.SendAsync([.. Enumerable.Range(0, 50).SelectMany(number => RawClient.Frame(0x89, [(byte)number]))]);
        for (var number = 0; number < 50; number++)
        {
            (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, [(byte)number]);
        }
    }

    [Fact]
    public async Task A_ping_that_comes_byte_by_byte_is_answered()
    {
        using var client = await server.OpenAsync(WirePath.Binary);
        foreach (var one in RawClient.Frame(0x89, "slow"u8))
        {
            await client.SendAsync([one]);
        }

        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, "slow"u8);
    }

    [Theory]
    [InlineData(WirePath.Echo)]
    [InlineData(WirePath.Binary)]
    [InlineData(WirePath.Json)]
    public async Task Pongs_that_nobody_asked_for_are_ignored(WirePath path)
    {
        using var client = await server.OpenAsync(path);
        await client.SendAsync([.. RawClient.Frame(0x8A, []), .. RawClient.Frame(0x8A, new byte[125]), .. RawClient.Frame(0x89, "?"u8)]);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, "?"u8);
    }

    [Theory]
    [InlineData(0x88)]
    [InlineData(0x89)]
    [InlineData(0x8A)]
    public async Task A_control_frame_of_more_than_125_bytes_is_closed_with_1002_by_its_header_alone(int firstByte)
    {
        foreach (var header in (byte[][])[[(byte)firstByte, 0xFE, 0, 126, 1, 2, 3, 4], Wire.Header(firstByte, 1UL << 40)])
        {
            using var client = await server.OpenAsync(WirePath.Binary);
            await client.SendAsync(header);
            (await client.ReadCloseAsync()).ShouldBe(1002);
        }
    }

    [Theory]
    [InlineData(0x08)]
    [InlineData(0x09)]
    [InlineData(0x0A)]
    public async Task A_control_frame_in_fragments_is_closed_with_1002(int firstByte)
    {
        using var client = await server.OpenAsync(WirePath.Json);
        await client.SendAsync([.. RawClient.Frame(firstByte, [0x03, 0xE8]), .. RawClient.Frame(0x80, [])]);
        (await client.ReadCloseAsync()).ShouldBe(1002);
    }
}
