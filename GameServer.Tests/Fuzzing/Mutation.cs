namespace GameServer.Tests.Fuzzing;

/// <summary>
/// Damages bytes in the ways in which readers of bytes tend to fail. What comes out is decided by the random numbers alone.
/// </summary>
internal static class Mutation
{
    private const int ChangesMax = 6;
    private const int BytesMax = 16_384;

    // Ends of ranges, sign bits, and what lengths and tags are made of.
    private static readonly byte[][] Interesting =
    [
        [0], [1], [0x7F], [0x80], [0xFF], [0xFE], [0x0A], [0x08], [0xFF, 0xFF], [0x7F, 0xFF], [0x80, 0x00], [0x80, 0x80, 0x80, 0x80, 0x10],
        [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], [0, 0, 0, 0, 0, 0, 0, 0],
        [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0x0B], [0x0C], [0x0D, 0x0A], [0x20], [0x22], [0x5C],
    ];

    /// <summary>One of the corpus, damaged in one place or in a few.</summary>
    internal static byte[] Of(Random random, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> tokens)
    {
        var bytes = new List<byte>(Pick(random, corpus));
        for (var change = random.Next(1, ChangesMax); change > 0; change--)
        {
            Change(random, bytes, corpus, tokens);
        }

        return [.. bytes.Take(BytesMax)];
    }

    internal static T Pick<T>(Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];

    private static void Change(Random random, List<byte> bytes, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> tokens)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, random.Next(1, 17));
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                Overwrite(bytes, at, Pick(random, Interesting));
                break;
            case 3:
                bytes.InsertRange(at, Pick(random, Interesting));
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                Repeat(bytes, at, length, times: random.Next(1, 40));
                break;
            case 7 when tokens.Count > 0:
                bytes.InsertRange(at, Pick(random, tokens));
                break;
            default:
                Splice(random, bytes, at, Pick(random, corpus));
                break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        bytes.RemoveRange(at, Math.Min(with.Length, bytes.Count - at));
        bytes.InsertRange(at, with);
    }

    private static void Repeat(List<byte> bytes, int at, int length, int times)
    {
        var piece = bytes.GetRange(at, length);
        for (; times > 0 && bytes.Count < BytesMax; times--)
        {
            bytes.InsertRange(at, piece);
        }
    }

    // A piece of another entry, in place of what follows or in between.
    private static void Splice(Random random, List<byte> bytes, int at, byte[] other)
    {
        var from = random.Next(other.Length + 1);
        var piece = other[from..random.Next(from, other.Length + 1)];
        if (random.Next(2) == 0)
        {
            bytes.RemoveRange(at, bytes.Count - at);
        }

        bytes.InsertRange(at, piece);
    }
}
