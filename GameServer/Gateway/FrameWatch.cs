using System.Buffers;

namespace GameServer.Gateway;

/// <summary>
/// Follows the frame headers in what a client sends, and finds there what the WebSocket finds too late: a frame without a mask (it waits
/// for as many bytes as a masked header has, so an empty frame without a mask would leave both sides waiting), and a frame that makes its
/// message larger than it may be (it would hand on first what is allowed). Whatever else is wrong with a header is the WebSocket's to say.
/// </summary>
internal struct FrameWatch(int messageBytesMax)
{
    private const int OpcodeMask = 0x0F;
    private const int FirstControlOpcode = 8;
    private const int PongOpcode = 10;
    private const int LengthMask = 0x7F;
    private const int MaskBit = 0x80;
    private const int MaskBytes = 4;
    private const int ShortHeader = 2;
    private const int BitsInByte = 8;

    // Of the frame whose header is being read: how many bytes of it came, how many it has, and what they tell.
    private int _headerBytes;
    private int _headerLength;
    private int _opcode;
    private ulong _payloadLength;
    private ulong _toSkip;

    // Announced for the message that the frame is part of.
    private ulong _messageLength;
    private bool _hasToldTooLarge;

    /// <summary>What comes behind the bytes that were counted last.</summary>
    internal FrameFinding Finding { get; private set; }

    /// <summary>Pongs that began in the bytes that were counted last: the WebSocket takes them without a word.</summary>
    internal int Pongs { get; private set; }

    /// <summary>
    /// How many of the bytes come before what is found: before the header of a frame without a mask, from which on nothing counts, or
    /// behind the header of one that is too large. That is found once; then the rest is to be counted.
    /// </summary>
    internal long CountGood(in ReadOnlySequence<byte> bytes)
    {
        Finding = FrameFinding.Nothing;
        Pongs = 0;
        long good = 0;
        foreach (var part in bytes)
        {
            good += CountGood(part.Span);
            if (Finding != FrameFinding.Nothing)
            {
                return Math.Max(0, good);
            }
        }

        return good;
    }

    // May be -1, for a first byte that came in the part before.
    private int CountGood(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (_toSkip > 0)
            {
                var skipped = (int)Math.Min(_toSkip, (ulong)(bytes.Length - at));
                _toSkip -= (ulong)skipped;
                at += skipped;
                continue;
            }

            TakeHeader(bytes[at++]);
            switch (Finding)
            {
                case FrameFinding.Nothing:
                    break;
                case FrameFinding.NoMask:
                    return at - ShortHeader;
                case FrameFinding.TooLarge:
                    return at;
            }
        }

        return bytes.Length;
    }

    private void TakeHeader(byte next)
    {
        switch (++_headerBytes)
        {
            case 1:
                _opcode = next & OpcodeMask;
                return;
            case ShortHeader when (next & MaskBit) == 0:
                Finding = FrameFinding.NoMask;
                return;
            case ShortHeader:
                BeginLength(next & LengthMask);
                return;
            case var count when count <= _headerLength - MaskBytes:
                _payloadLength = (_payloadLength << BitsInByte) | next;
                break;
        }

        if (_headerBytes == _headerLength)
        {
            EndHeader();
        }
    }

    private void BeginLength(int code)
    {
        var lengthBytes = code == 126 ? sizeof(ushort) : code == 127 ? sizeof(ulong) : 0;
        _headerLength = ShortHeader + lengthBytes + MaskBytes;
        _payloadLength = lengthBytes == 0 ? (ulong)code : 0;
    }

    private void EndHeader()
    {
        // A length with the highest bit set is the WebSocket's to refuse; here it must only not overflow.
        var length = _payloadLength & long.MaxValue;
        _toSkip = length;
        _headerBytes = 0;
        if (_opcode >= FirstControlOpcode || _payloadLength > long.MaxValue)
        {
            Pongs += _opcode == PongOpcode ? 1 : 0;
            return;
        }

        _messageLength = Math.Min((_opcode == 0 ? _messageLength : 0) + length, long.MaxValue);
        if (_messageLength > (ulong)messageBytesMax && !_hasToldTooLarge)
        {
            _hasToldTooLarge = true;
            Finding = FrameFinding.TooLarge;
        }
    }
}

/// <summary>What a header says that ends a connection.</summary>
internal enum FrameFinding
{
    /// <summary>Nothing of the kind.</summary>
    Nothing,

    /// <summary>A frame without a mask.</summary>
    NoMask,

    /// <summary>A frame with which its message is larger than it may be.</summary>
    TooLarge,
}
