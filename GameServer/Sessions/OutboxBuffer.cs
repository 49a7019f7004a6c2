using System.Buffers;

namespace GameServer.Sessions;

/// <summary>
/// Small frames copied together: the envelopes of one WebSocket message, whose header is written last and in front, or WebSocket frames as
/// they are. Used under its outbox's lock.
/// </summary>
internal struct OutboxBuffer
{
    // What the shared pool would answer with twice the memory is not asked for as long as frames can go into another buffer.
    private const int BytesMax = OutboxPool.LargeBytes;
    private const int GrowthFactor = 4;

    // Before and after an envelope in JSON.
    private const int PunctuationBytes = 2;

    private byte[]? _bytes;
    private int _end;
    private int _frames;
    private int _frameBytes;
    private int _updateBytes;
    private bool _isMessage;

    internal readonly bool IsEmpty => _bytes is null;

    /// <summary>Whether a frame may join those that are here.</summary>
    internal readonly bool Takes(bool isEnvelope, int bytes, int batchBytesMax) =>
        _bytes is null ||
        (_isMessage == isEnvelope && _frameBytes + bytes <= batchBytesMax && _end + bytes + PunctuationBytes <= BytesMax);

    /// <summary>Adds a frame, or several that are one behind the other in binary form.</summary>
    internal void Add(ReadOnlySpan<byte> bytes, OutboxEntry kind, Subprotocol form, ArrayPool<byte> pool, int frames = 1)
    {
        var isEnvelope = kind != OutboxEntry.Wire;
        if (_bytes is null)
        {
            _isMessage = isEnvelope;
            _end = isEnvelope ? WireFrame.HeaderBytesMax : 0;
        }

        Reserve(bytes.Length + PunctuationBytes, pool);
        if (isEnvelope && form == Subprotocol.Json)
        {
            _bytes![_end++] = _frames == 0 ? (byte)'[' : (byte)',';
        }

        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
        _frames += frames;
        _frameBytes += bytes.Length;
        _updateBytes += kind == OutboxEntry.Update ? bytes.Length : 0;
    }

    /// <summary>What is here, ready to be written; the buffer is empty then.</summary>
    internal OutboxPiece Seal(Subprotocol form)
    {
        var start = 0;
        if (_isMessage)
        {
            if (form == Subprotocol.Json)
            {
                _bytes![_end++] = (byte)']';
            }

            start = WireFrame.WriteHeaderBefore(_bytes, WireFrame.HeaderBytesMax, WireFrame.Opcode(form), _end - WireFrame.HeaderBytesMax);
        }

        var piece = new OutboxPiece(_bytes.AsMemory(start, _end - start), _bytes, _frames, _frameBytes, _updateBytes);
        this = default;
        return piece;
    }

    /// <summary>Drops what is here.</summary>
    internal void Clear(ArrayPool<byte> pool)
    {
        if (_bytes is { } bytes)
        {
            pool.Return(bytes);
        }

        this = default;
    }

    private void Reserve(int bytes, ArrayPool<byte> pool)
    {
        var needed = _end + bytes;
        if (_bytes is { } present && needed <= present.Length)
        {
            return;
        }

        var larger = pool.Rent(_bytes is null ? needed : Math.Max(needed, Math.Min(BytesMax, GrowthFactor * _bytes.Length)));
        if (_bytes is not null)
        {
            _bytes.AsSpan(0, _end).CopyTo(larger);
            pool.Return(_bytes);
        }

        _bytes = larger;
    }
}
