namespace GameServer.Tests.Gateway.Conformance;

/// <summary>Text is UTF-8: RFC 6455, sections 5.6 and 8.1, and RFC 3629 for what UTF-8 is.</summary>
public sealed class Utf8Tests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    public static TheoryData<string, byte[]> NotUtf8 => new()
    {
        { "a byte that never occurs", [0xFE] },
        { "a continuation without a start", [0x80] },
        { "an overlong slash in two bytes", [0xC0, 0xAF] },
        { "an overlong slash in three bytes", [0xE0, 0x80, 0xAF] },
        { "an overlong slash in four bytes", [0xF0, 0x80, 0x80, 0xAF] },
        { "an overlong zero", [0xC0, 0x80] },
        { "the last overlong form in three bytes", [0xE0, 0x9F, 0xBF] },
        { "the first half of a surrogate pair", [0xED, 0xA0, 0x80] },
        { "the last half of a surrogate pair", [0xED, 0xBF, 0xBF] },
        { "a surrogate pair", [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80] },
        { "a character above U+10FFFF", [0xF4, 0x90, 0x80, 0x80] },
        { "a form of five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80] },
        { "a start without its end", [0xF0, 0x9F, 0x9A] },
        { "a start and then a letter", [0xE2, 0x82, 0x61] },
    };

    public static TheoryData<string, byte[]> Utf8 => new()
    {
        { "the first of two bytes", [0xC2, 0x80] },
        { "the last before the surrogates", [0xED, 0x9F, 0xBF] },
        { "the first after the surrogates", [0xEE, 0x80, 0x80] },
        { "no characters", [0xEF, 0xBF, 0xBE, 0xEF, 0xBF, 0xBF] },
        { "the last character", [0xF4, 0x8F, 0xBF, 0xBF] },
        { "a zero", [0x00] },
    };

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public async Task Text_that_is_not_UTF_8_is_closed_with_1007_whole_and_cut_at_every_byte(string what, byte[] bad)
    {
        foreach (var path in (WirePath[])[WirePath.Echo, WirePath.Json])
        {
            byte[] text = [.. "[\"κ"u8, .. bad, .. "\"]"u8];
            using var whole = await server.OpenAsync(path);
            await whole.SendAsync(RawClient.Frame(0x81, text));
            (await whole.ReadCloseAsync()).ShouldBe(1007, what);

            using var cut = await server.OpenAsync(path);
            await cut.SendAsync(RawClient.Frame(0x01, []));
            await cut.SendAsync([.. text.SelectMany(one => RawClient.Frame(0x00, [one])), .. RawClient.Frame(0x80, [])]);
            (await cut.ReadCloseAsync()).ShouldBe(1007, what);
        }
    }

    [Theory]
    [MemberData(nameof(Utf8))]
    public async Task Text_that_is_UTF_8_comes_back_whole_and_cut_at_every_byte(string what, byte[] text)
    {
        using var client = await server.EchoAsync();
        await client.SendAsync(RawClient.Frame(0x81, text));
        await client.SendAsync(RawClient.Frame(0x01, []));
        await client.SendAsync([.. text.SelectMany(one => RawClient.Frame(0x00, [one])), .. RawClient.Frame(0x80, [])]);
        (await client.ReadFrameAsync()).Payload.ShouldBe(text, what);
        (await client.ReadFrameAsync()).Payload.ShouldBe(text, what);
    }

    [Fact]
    public async Task Text_that_cannot_become_UTF_8_any_more_is_closed_with_1007_before_its_message_ends()
    {
        using var client = await server.EchoAsync();
        await client.SendAsync([.. RawClient.Frame(0x01, [0xF4]), .. RawClient.Frame(0x00, [0x90])]);
        (await client.ReadCloseAsync()).ShouldBe(1007);
    }

    [Fact]
    public async Task Binary_messages_may_be_anything()
    {
        using var client = await server.EchoAsync();
        await client.SendAsync(RawClient.Frame(0x82, [0xFE, 0xC0, 0xAF, 0xED, 0xA0, 0x80]));
        (await client.ReadFrameAsync()).ShouldBeFrame(0x82, [0xFE, 0xC0, 0xAF, 0xED, 0xA0, 0x80]);
    }

    [Fact]
    public async Task A_text_field_of_a_binary_frame_that_is_not_UTF_8_is_a_protocol_error_of_the_game()
    {
        using var client = await server.OpenAsync(WirePath.Binary);
        var (_, hello) = Wire.Hello(WirePath.Binary);
        hello[^1] = 0xFF;
        await client.SendAsync(RawClient.Frame(0x82, hello));
        (await client.ReadCloseAsync()).ShouldBe(4301);
    }
}
