using System.Buffers.Binary;

namespace GameServer.Gateway;

/// <summary>
/// Follows the frame headers in what a client sends and finds a frame without a mask at its second byte. The WebSocket finds it too, but
/// only when as many bytes have come as a masked header has: an empty frame without a mask would leave both sides waiting.
/// </summary>
internal sealed class MaskWatch
{
    private const int LengthMask = 0x7F;
    private const int MaskBit = 0x80;
    private const int MaskBytes = 4;
    private const int ShortHeader = 2;

    private readonly byte[] _header = new byte[WireFrame.HeaderBytesMax];
    private int _headerBytes;
    private ulong _toSkip;

    /// <summary>A frame without a mask was found; nothing from it on counts.</summary>
    internal bool Found { get; private set; }

    /// <summary>How many of the bytes come before the first frame without a mask.</summary>
    internal int CountGood(ReadOnlySpan<byte> bytes)
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

            _header[_headerBytes++] = bytes[at++];
            if (_headerBytes == ShortHeader && (_header[1] & MaskBit) == 0)
            {
                Found = true;
                return Math.Max(0, at - ShortHeader);
            }

            if (_headerBytes >= ShortHeader && _headerBytes == HeaderLength)
            {
                _toSkip = PayloadLength + MaskBytes;
                _headerBytes = 0;
            }
        }

        return bytes.Length;
    }

    private int HeaderLength => (_header[1] & LengthMask) switch
    {
        126 => ShortHeader + sizeof(ushort),
        127 => ShortHeader + sizeof(ulong),
        _ => ShortHeader,
    };

    // A length with the highest bit set is the WebSocket's to refuse; here it must only not overflow.
    private ulong PayloadLength => HeaderLength switch
    {
        ShortHeader => (ulong)(_header[1] & LengthMask),
        ShortHeader + sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(ShortHeader)),
        _ => BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(ShortHeader)) & long.MaxValue,
    };
}
