using System.Text;
using GameServer.Gateway;

namespace GameServer.Tests.Gateway;

public sealed class WireFrameTests
{
    [Theory]
    [InlineData(0, "8200")]
    [InlineData(125, "827D")]
    [InlineData(126, "827E007E")]
    [InlineData(65_535, "827EFFFF")]
    [InlineData(65_536, "827F0000000000010000")]
    public void A_header_has_the_shortest_form_of_its_length(int payloadBytes, string hex)
    {
        var header = new byte[WireFrame.HeaderBytesMax];
        var length = WireFrame.WriteHeader(header, WireFrame.BinaryOpcode, payloadBytes);
        Convert.ToHexString(header, 0, length).ShouldBe(hex);
    }

    [Fact]
    public void A_close_reason_that_is_too_long_is_cut_between_two_characters()
    {
        var frame = WireFrame.Close(4000, new string('x', 122) + "é" + new string('y', 100));
        frame.Length.ShouldBe(2 + 2 + 122);
        Encoding.UTF8.GetString(frame.AsSpan(4)).ShouldBe(new string('x', 122));
        WireFrame.CloseCodeOf(frame).ShouldBe(4000);
        WireFrame.IsClose(frame).ShouldBeTrue();
        WireFrame.IsClose(WireFrame.Ping.Span).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void A_frame_without_a_mask_is_found_however_the_bytes_are_cut(int chunkBytes)
    {
        byte[] good =
        [
            .. RawClient.Frame(0x81, []), .. RawClient.Frame(0x82, new byte[3]), .. RawClient.Frame(0x02, new byte[300]),
            .. RawClient.Frame(0x80, new byte[70_000]), .. RawClient.Frame(0x82, new byte[5], lengthBytes: 8),
        ];
        var watch = new MaskWatch();
        foreach (var chunk in good.Chunk(chunkBytes))
        {
            watch.CountGood(chunk).ShouldBe(chunk.Length);
        }

        watch.Found.ShouldBeFalse();
        watch.CountGood([0x89, 0x80, 1, 2, 3, 4, 0x8A, 0x00, 0x89, 0x80]).ShouldBe(6);
        watch.Found.ShouldBeTrue();
    }

    [Fact]
    public void A_length_of_all_ones_is_left_to_the_WebSocket()
    {
        var watch = new MaskWatch();
        watch.CountGood([0x82, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4]).ShouldBe(14);
        watch.CountGood([0, 0]).ShouldBe(2);
    }
}
