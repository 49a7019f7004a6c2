using System.Buffers;
using GameServer.Gateway;

namespace GameServer.Tests.Gateway;

public sealed class FrameWatchTests
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
        var watch = new FrameWatch(100_000);
        foreach (var chunk in good.Chunk(chunkBytes))
        {
            Count(ref watch, chunk).ShouldBe(chunk.Length);
        }

        watch.Finding.ShouldBe(FrameFinding.Nothing);
        Count(ref watch, [0x89, 0x80, 1, 2, 3, 4, 0x8A, 0x00, 0x89, 0x80]).ShouldBe(6);
        watch.Finding.ShouldBe(FrameFinding.NoMask);
    }

    [Fact]
    public void A_length_of_all_ones_is_left_to_the_WebSocket()
    {
        var watch = new FrameWatch(100_000);
        Count(ref watch, [0x82, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4]).ShouldBe(14);
        Count(ref watch, [0, 0]).ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100_000)]
    public void A_message_over_the_limit_is_found_behind_the_header_that_makes_it_so(int chunkBytes)
    {
        byte[] good =
        [
            .. RawClient.Frame(0x82, new byte[100]), .. RawClient.Frame(0x02, new byte[99]), .. RawClient.Frame(0x89, new byte[125]),
        ];
        byte[] header = [0x80, 0x80 | 2, 1, 2, 3, 4];
        var watch = new FrameWatch(100);
        long counted = 0;
        foreach (var chunk in good.Concat(header).Concat(new byte[2]).Chunk(chunkBytes))
        {
            counted += Count(ref watch, chunk);
            if (watch.Finding == FrameFinding.TooLarge)
            {
                break;
            }
        }

        counted.ShouldBe(good.Length + header.Length);
    }

    [Fact]
    public void A_message_over_the_limit_is_found_once_and_a_frame_without_a_mask_behind_it_still_is()
    {
        var watch = new FrameWatch(100);
        byte[] bytes = [.. RawClient.Frame(0x02, new byte[101]), .. RawClient.Frame(0x80, new byte[1]), 0x89, 0x00];
        Count(ref watch, bytes).ShouldBe(6);
        watch.Finding.ShouldBe(FrameFinding.TooLarge);
        Count(ref watch, bytes[6..]).ShouldBe(bytes.Length - 8);
        watch.Finding.ShouldBe(FrameFinding.NoMask);
    }

    private static long Count(ref FrameWatch watch, byte[] bytes) => watch.CountGood(new ReadOnlySequence<byte>(bytes));
}
