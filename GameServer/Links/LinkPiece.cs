using System.Buffers;

namespace GameServer.Links;

/// <summary>The bytes of a message that waits or is on its way, in a rented array, and how many puts they are.</summary>
internal record struct LinkPiece(byte[]? Rented, int Length, int Puts)
{
    private const int FirstBytes = 4096;

    internal readonly ReadOnlyMemory<byte> Bytes => Rented.AsMemory(0, Length);

    /// <summary>Copies bytes behind those that are here.</summary>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        var needed = Length + bytes.Length;
        if (Rented is null || needed > Rented.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Rented is null ? FirstBytes : 2 * Rented.Length));
            Bytes.Span.CopyTo(larger);
            Return();
            Rented = larger;
        }

        bytes.CopyTo(Rented.AsSpan(Length));
        Length = needed;
        Puts++;
    }

    internal void Return()
    {
        if (Rented is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
            Rented = null;
        }
    }
}
