using System.Buffers.Binary;

namespace GameServer.Bench.Load.Client;

/// <summary>One WebSocket frame of a server, where it lies in the receive buffer.</summary>
internal readonly ref struct ServerFrame
{
    internal const byte Binary = 2;
    internal const byte CloseCode = 8;
    internal const byte Ping = 9;
    internal const byte Pong = 10;

    private const int FinalBit = 0x80;
    private const int MaskBit = 0x80;
    private const int ReservedBits = 0x70;

    private ServerFrame(byte kind, int length, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        Length = length;
        Payload = payload;
    }

    internal byte Kind { get; }

    /// <summary>Of the whole frame.</summary>
    internal int Length { get; }

    internal ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads the frame that begins here; false when more bytes are needed.</summary>
    /// <exception cref="FormatException">The bench does not expect such a frame: fragments, masks, extensions.</exception>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out ServerFrame frame)
    {
        frame = default;
        if (bytes.Length < 2)
        {
            return false;
        }

        if ((bytes[0] & FinalBit) == 0 || (bytes[0] & ReservedBits) != 0 || (bytes[1] & MaskBit) != 0)
        {
            throw new FormatException($"A server's frame begins with {bytes[0]:X2} {bytes[1]:X2}.");
        }

        var (header, length) = (2, (long)bytes[1]);
        if (length == 126)
        {
            header = 4;
            length = bytes.Length < header ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        }
        else if (length == 127)
        {
            header = 10;
            length = bytes.Length < header ? 0 : BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        }

        if (bytes.Length < header + length)
        {
            return false;
        }

        frame = new ServerFrame((byte)(bytes[0] & 0x0F), header + (int)length, bytes.Slice(header, (int)length));
        return true;
    }
}
