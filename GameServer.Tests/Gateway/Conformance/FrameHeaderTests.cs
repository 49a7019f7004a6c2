namespace GameServer.Tests.Gateway.Conformance;

/// <summary>Bits, opcodes, masks and lengths of a frame: RFC 6455, sections 5.1 to 5.3, and 10.4 for lengths beyond a limit.</summary>
public sealed class FrameHeaderTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    public static TheoryData<WirePath, int> ReservedFirstBytes
    {
        get
        {
            var cases = new TheoryData<WirePath, int>();
            foreach (var path in Enum.GetValues<WirePath>())
            {
                foreach (var bits in Enumerable.Range(1, 7))
                {
                    cases.Add(path, 0x82 | (bits << 4));
                }

                cases.Add(path, 0x91);
                cases.Add(path, 0xC9);
                cases.Add(path, 0xA8);
                foreach (var opcode in (int[])[3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
                {
                    cases.Add(path, 0x80 | opcode);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(ReservedFirstBytes))]
    public async Task Reserved_bits_and_opcodes_are_closed_with_1002(WirePath path, int firstByte)
    {
        using var client = await server.OpenAsync(path);
        await client.SendAsync(RawClient.Frame(firstByte, [0x03, 0xE8]));
        (await client.ReadCloseAsync()).ShouldBe(1002);
    }

    [Theory]
    [InlineData(WirePath.Echo, 0x81)]
    [InlineData(WirePath.Binary, 0x82)]
    [InlineData(WirePath.Json, 0x81)]
    [InlineData(WirePath.Json, 0x8A)]
    [InlineData(WirePath.Binary, 0x88)]
    public async Task A_frame_without_a_mask_is_closed_with_1002(WirePath path, int firstByte)
    {
        using var client = await server.OpenAsync(path);
        await client.SendAsync([(byte)firstByte, 0x02, 0x03, 0xE8]);
        (await client.ReadCloseAsync()).ShouldBe(1002);
    }

    [Fact]
    public async Task A_mask_of_zeroes_is_a_mask()
    {
        using var client = await server.EchoAsync();
        await client.SendAsync([0x81, 0x82, 0, 0, 0, 0, (byte)'o', (byte)'k']);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x81, "ok"u8);
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(5, 8)]
    [InlineData(300, 8)]
    public async Task A_length_in_more_bytes_than_it_needs_is_read(int length, int lengthBytes)
    {
        using var client = await server.EchoAsync();
        var payload = Enumerable.Range(0, length).Select(at => (byte)at).ToArray();
        await client.SendAsync(RawClient.Frame(0x82, payload, lengthBytes));
        (await client.ReadFrameAsync()).ShouldBeFrame(0x82, payload);
    }

    [Theory]
    [InlineData(WirePath.Echo, 0x8000_0000_0000_0000)]
    [InlineData(WirePath.Echo, 0xFFFF_FFFF_FFFF_FFFF)]
    [InlineData(WirePath.Binary, 0x8000_0000_0000_0001)]
    [InlineData(WirePath.Json, 0xFFFF_FFFF_FFFF_FFFF)]
    public async Task A_length_with_its_highest_bit_set_is_closed_with_1002(WirePath path, ulong length)
    {
        using var client = await server.OpenAsync(path);
        await client.SendAsync(Wire.Header(path == WirePath.Json ? 0x81 : 0x82, length));
        (await client.ReadCloseAsync()).ShouldBe(1002);
    }

    [Theory]
    [InlineData(WirePath.Echo, ConformanceServer.EchoBytesMax + 1UL)]
    [InlineData(WirePath.Echo, long.MaxValue)]
    [InlineData(WirePath.Binary, ConformanceServer.MessageBytesMax + 1UL)]
    [InlineData(WirePath.Binary, uint.MaxValue)]
    [InlineData(WirePath.Json, ConformanceServer.MessageBytesMax + 1UL)]
    [InlineData(WirePath.Json, long.MaxValue)]
    public async Task A_length_over_the_limit_is_closed_with_1009_by_its_header_alone(WirePath path, ulong length)
    {
        using var client = await server.OpenAsync(path);
        await client.SendAsync(Wire.Header(path == WirePath.Json ? 0x81 : 0x82, length));
        (await client.ReadFrameAsync()).ShouldBeClose().ShouldBe(1009);
        client.EndSending();
        (await client.ReadToEndAsync()).ShouldBe(0);
        await server.ShouldServeAsync();
    }

    [Fact]
    public async Task A_fragment_that_would_make_its_message_too_large_is_closed_with_1009_by_its_header_alone()
    {
        using var client = await server.OpenAsync(WirePath.Binary);
        await client.SendAsync(RawClient.Frame(0x02, new byte[ConformanceServer.MessageBytesMax]));
        await client.SendAsync(RawClient.Frame(0x89, "in between"u8));
        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, "in between"u8);
        await client.SendAsync(Wire.Header(0x80, 1));
        (await client.ReadFrameAsync()).ShouldBeClose().ShouldBe(1009);
    }

    [Fact]
    public async Task What_came_before_a_message_over_the_limit_is_answered_first()
    {
        using var client = await server.EchoAsync();
        await client.SendAsync([.. RawClient.Frame(0x81, "before"u8), .. RawClient.Frame(0x89, "ping"u8), .. Wire.Header(0x82, 1UL << 40)]);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x81, "before"u8);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, "ping"u8);
        (await client.ReadFrameAsync()).ShouldBeClose().ShouldBe(1009);
    }

    [Theory]
    [InlineData(WirePath.Binary)]
    [InlineData(WirePath.Json)]
    public async Task A_message_of_just_the_limit_is_taken(WirePath path)
    {
        using var client = await server.OpenAsync(path);

        // A batch without an envelope: white space, or a field that nobody knows.
        var payload = new byte[ConformanceServer.MessageBytesMax];
        payload.AsSpan().Fill((byte)' ');
        (payload[0], payload[^1]) = ((byte)'[', (byte)']');
        if (path == WirePath.Binary)
        {
            ((byte[])[0x7A, 0xCD, 0x0F]).CopyTo(payload, 0);
        }

        await client.SendAsync(RawClient.Frame(path == WirePath.Json ? 0x81 : 0x82, payload));
        await client.SendAsync(RawClient.Frame(0x89, "and then"u8));
        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, "and then"u8);
    }
}
