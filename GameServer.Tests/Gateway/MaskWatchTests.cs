using System.Buffers;
using GameServer.Gateway;

namespace GameServer.Tests.Gateway;

public sealed class MaskWatchTests
{
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
            Count(ref watch, chunk).ShouldBe(chunk.Length);
        }

        watch.Found.ShouldBeFalse();
        Count(ref watch, [0x89, 0x80, 1, 2, 3, 4, 0x8A, 0x00, 0x89, 0x80]).ShouldBe(6);
        watch.Found.ShouldBeTrue();
    }

    [Fact]
    public void A_length_of_all_ones_is_left_to_the_WebSocket()
    {
        var watch = new MaskWatch();
        Count(ref watch, [0x82, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4]).ShouldBe(14);
        Count(ref watch, [0, 0]).ShouldBe(2);
    }

    private static long Count(ref MaskWatch watch, byte[] bytes) => watch.CountGood(new ReadOnlySequence<byte>(bytes));
}
