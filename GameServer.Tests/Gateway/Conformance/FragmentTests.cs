using System.Text;

namespace GameServer.Tests.Gateway.Conformance;

/// <summary>Messages in several frames: RFC 6455, section 5.4.</summary>
public sealed class FragmentTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    [Fact]
    public async Task A_message_may_come_in_frames_of_one_byte_with_a_ping_before_each()
    {
        using var client = await server.EchoAsync();
        var text = "fragments: κόσμε"u8.ToArray();
        for (var at = 0; at < text.Length; at++)
        {
            await client.SendAsync(RawClient.Frame(0x89, [(byte)at]));
            var first = (at == text.Length - 1 ? 0x80 : 0) | (at == 0 ? 1 : 0);
            await client.SendAsync(RawClient.Frame(first, text.AsSpan(at, 1)));
        }

        for (var at = 0; at < text.Length; at++)
        {
            (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, [(byte)at]);
        }

        (await client.ReadFrameAsync()).ShouldBeFrame(0x81, text);
    }

    [Fact]
    public async Task Empty_frames_belong_to_a_message_too()
    {
        using var client = await server.EchoAsync();
        await client.SendAsync(
            [.. RawClient.Frame(0x02, []), .. RawClient.Frame(0x00, [7]), .. RawClient.Frame(0x00, []), .. RawClient.Frame(0x80, [])]);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x82, [7]);
        await client.SendAsync([.. RawClient.Frame(0x01, []), .. RawClient.Frame(0x00, []), .. RawClient.Frame(0x80, [])]);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x81, []);
    }

    [Fact]
    public async Task Fragmented_messages_behind_one_another_do_not_mix()
    {
        using var client = await server.EchoAsync();
        await client.SendAsync(
        [
            .. RawClient.Frame(0x01, "a"u8), .. RawClient.Frame(0x8A, "a pong"u8), .. RawClient.Frame(0x80, "b"u8),
            .. RawClient.Frame(0x82, "c"u8), .. RawClient.Frame(0x02, "d"u8), .. RawClient.Frame(0x80, "e"u8),
        ]);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x81, "ab"u8);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x82, "c"u8);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x82, "de"u8);
    }

    [Theory]
    [InlineData(0x00, "a first frame that continues, and is not the last")]
    [InlineData(0x80, "a first frame that continues, and is the last")]
    public async Task A_continuation_of_nothing_is_closed_with_1002_after_a_whole_message_too(int firstByte, string what)
    {
        using var client = await server.EchoAsync();
        await client.SendAsync([.. RawClient.Frame(0x01, "a"u8), .. RawClient.Frame(0x80, "b"u8), .. RawClient.Frame(firstByte, "c"u8)]);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x81, "ab"u8);
        (await client.ReadCloseAsync()).ShouldBe(1002, what);
    }

    [Theory]
    [InlineData(0x01, 0x02)]
    [InlineData(0x02, 0x82)]
    [InlineData(0x02, 0x01)]
    public async Task A_new_message_inside_a_fragmented_one_is_closed_with_1002(int firstByte, int secondByte)
    {
        using var client = await server.EchoAsync();
        await client.SendAsync([.. RawClient.Frame(firstByte, "a"u8), .. RawClient.Frame(0, "b"u8), .. RawClient.Frame(secondByte, "c"u8)]);
        (await client.ReadCloseAsync()).ShouldBe(1002);
    }

    [Fact]
    public async Task A_close_inside_a_fragmented_message_ends_the_connection_and_the_message_is_dropped()
    {
        using var client = await server.EchoAsync();
        await client.SendAsync([.. RawClient.Frame(0x01, "a"u8), .. RawClient.Frame(0x88, [0x03, 0xE8])]);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x88, [0x03, 0xE8]);
        (await client.ReadToEndAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(WirePath.Binary)]
    [InlineData(WirePath.Json)]
    public async Task A_hello_in_fragments_with_pings_between_opens_a_session(WirePath path)
    {
        using var client = await server.OpenAsync(path);
        var (opcode, hello) = Wire.Hello(path);
        await client.SendAsync([.. RawClient.Frame(opcode, hello.AsSpan(0, 3)), .. RawClient.Frame(0x89, "between"u8)]);
        await client.SendAsync([.. RawClient.Frame(0x00, hello.AsSpan(3, 1)), .. RawClient.Frame(0x80, hello.AsSpan(4))]);
        (await client.ReadFrameAsync()).ShouldBeFrame(0x8A, "between"u8);
        var (first, welcome) = await client.ReadFrameAsync();
        first.ShouldBe(0x80 | opcode);
        Encoding.Latin1.GetString(welcome).ShouldContain("Ada");
    }
}
