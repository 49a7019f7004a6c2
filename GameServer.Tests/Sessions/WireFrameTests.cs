using System.Text;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

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
}
