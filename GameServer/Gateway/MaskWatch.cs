using System.Buffers;

namespace GameServer.Gateway;

/// <summary>
/// Follows the frame headers in what a client sends and finds a frame without a mask at its second byte. The WebSocket finds it too, but
/// only when as many bytes have come as a masked header has: an empty frame without a mask would leave both sides waiting.
/// </summary>
internal struct MaskWatch
{
    private const int LengthMask = 0x7F;
    private const int MaskBit = 0x80;
    private const int MaskBytes = 4;
    private const int ShortHeader = 2;
    private const int BitsInByte = 8;

    // Of the frame whose header is being read: how many bytes of it came, how many it has, and the length that they tell.
    private int _headerBytes;
    private int _headerLength;
    private ulong _payloadLength;
    private ulong _toSkip;

    /// <summary>A frame without a mask was found; nothing from it on counts.</summary>
    internal bool Found { get; private set; }

    /// <summary>How many of the bytes come before the first frame without a mask.</summary>
    internal long CountGood(in ReadOnlySequence<byte> bytes)
    {
        long good = 0;
        foreach (var part in bytes)
        {
            good += CountGood(part.Span);
            if (Found)
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

            var next = bytes[at++];
            switch (++_headerBytes)
            {
                case 1:
                    break;
                case ShortHeader when (next & MaskBit) == 0:
                    Found = true;
                    return at - ShortHeader;
                case ShortHeader:
                    BeginLength(next & LengthMask);
                    break;
                default:
                    _payloadLength = (_payloadLength << BitsInByte) | next;
                    break;
            }

            if (_headerBytes >= ShortHeader && _headerBytes == _headerLength)
            {
                // A length with the highest bit set is the WebSocket's to refuse; here it must only not overflow.
                _toSkip = (_payloadLength & long.MaxValue) + MaskBytes;
                _headerBytes = 0;
            }
        }

        return bytes.Length;
    }

    private void BeginLength(int code)
    {
        _headerLength = ShortHeader + (code == 126 ? sizeof(ushort) : code == 127 ? sizeof(ulong) : 0);
        _payloadLength = _headerLength == ShortHeader ? (ulong)code : 0;
    }
}
