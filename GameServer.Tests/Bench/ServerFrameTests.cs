using System.Buffers.Binary;
using GameServer.Bench.Load.Client;

namespace GameServer.Tests.Bench;

public sealed class ServerFrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void A_frame_of_any_length_is_read_when_its_last_byte_is_here_and_not_before(int length)
    {
        var payload = Enumerable.Range(0, length).Select(index => (byte)index).ToArray();
        byte[] bytes = [.. Header(length), .. payload];
        for (var missing = 1; missing <= Math.Min(bytes.Length, 12); missing++)
        {
            ServerFrame.TryRead(bytes.AsSpan(..^missing), out _).ShouldBeFalse();
        }

        ServerFrame.TryRead([.. bytes, 0x82], out var frame).ShouldBeTrue();
        frame.Kind.ShouldBe(ServerFrame.Binary);
        frame.Length.ShouldBe(bytes.Length);
        frame.Payload.ToArray().ShouldBe(payload);
    }

    [Theory]
    [InlineData(0x02, 0x00, "a fragment")]
    [InlineData(0xC2, 0x00, "a compressed one")]
    [InlineData(0x82, 0x80, "a masked one")]
    public void What_a_server_must_not_send_is_a_fault(byte first, byte second, string what) =>
        Should.Throw<FormatException>(() => ServerFrame.TryRead([first, second], out _), what);

    private static byte[] Header(int length)
    {
        byte[] header = length < 126 ? [0x82, (byte)length] : length < 65_536 ? [0x82, 126, 0, 0] : [0x82, 127, 0, 0, 0, 0, 0, 0, 0, 0];
        if (header.Length == 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)length);
        }
        else if (header.Length == 10)
        {
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), length);
        }

        return header;
    }
}
