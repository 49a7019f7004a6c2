namespace GameServer.Authoring.Kernel;

/// <summary>
/// Keeps pieces of bytes in the order in which they came, in chunks that are used again once their pieces are gone, so that keeping the
/// last few hundred updates of a room costs a copy each and nothing for the collector. On the room's turn.
/// </summary>
internal sealed class ByteChunks
{
    private const int FirstBytes = 512;
    private const int LargestBytes = 16 * 1024;

    private readonly Queue<(byte[] Chunk, int Pieces)> _full = new();
    private byte[] _chunk = [];
    private byte[]? _spare;
    private int _used;
    private int _pieces;

    /// <summary>Pieces of the eldest full chunk that are gone.</summary>
    private int _removed;

    /// <summary>Takes a copy behind the others, which holds until it has been removed and more is added.</summary>
    internal ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> piece)
    {
        if (_chunk.Length - _used < piece.Length)
        {
            NextChunk(piece.Length);
        }

        var kept = _chunk.AsMemory(_used, piece.Length);
        piece.CopyTo(kept.Span);
        _used += piece.Length;
        _pieces++;
        return kept;
    }

    /// <summary>Removes the eldest piece.</summary>
    internal void RemoveEldest()
    {
        if (!_full.TryPeek(out var eldest))
        {
            _used = --_pieces == 0 ? 0 : _used;
        }
        else if (++_removed == eldest.Pieces)
        {
            _full.Dequeue();
            _removed = 0;
            _spare = eldest.Chunk.Length == LargestBytes ? eldest.Chunk : _spare;
        }
    }

    private void NextChunk(int least)
    {
        if (_pieces > 0)
        {
            _full.Enqueue((_chunk, _pieces));
        }

        var wanted = Math.Max(least, Math.Clamp(2 * _chunk.Length, FirstBytes, LargestBytes));
        _chunk = wanted == LargestBytes && _spare is { } spare ? spare : new byte[wanted];
        _spare = ReferenceEquals(_chunk, _spare) ? null : _spare;
        _used = 0;
        _pieces = 0;
    }
}
