using GameServer.Authoring.Kernel;

namespace GameServer.Tests.Authoring;

public sealed class ByteChunksTests
{
    [Fact]
    public void Pieces_stay_as_they_were_until_they_are_removed()
    {
        var random = new Random(5);
        var chunks = new ByteChunks();
        var kept = new Queue<(ReadOnlyMemory<byte> Kept, byte[] Given)>();
        for (var round = 0; round < TestScale.Of(20_000); round++)
        {
            var piece = new byte[random.Next(50) == 0 ? random.Next(40_000) : random.Next(300)];
            random.NextBytes(piece);
            kept.Enqueue((chunks.Add(piece), piece));
            for (var gone = random.Next(kept.Count < 40 ? 2 : 4); gone > 0 && kept.Count > 0; gone--)
            {
                var (eldest, given) = kept.Dequeue();
                eldest.Span.SequenceEqual(given).ShouldBeTrue();
                chunks.RemoveEldest();
            }
        }

        kept.All(piece => piece.Kept.Span.SequenceEqual(piece.Given)).ShouldBeTrue();
    }

    [Fact]
    public void Keeping_the_last_pieces_allocates_nothing_once_there_are_chunks_for_them()
    {
        var chunks = new ByteChunks();
        var piece = new byte[80];
        for (var round = 0; round < 5_000; round++)
        {
            Keep(chunks, piece, isFull: round >= 512);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 5_000; round++)
        {
            Keep(chunks, piece, isFull: true);
        }

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
    }

    private static void Keep(ByteChunks chunks, byte[] piece, bool isFull)
    {
        chunks.Add(piece);
        if (isFull)
        {
            chunks.RemoveEldest();
        }
    }
}
