using System.Buffers.Binary;

namespace GameServer.Tests.Simulation;

/// <summary>Puts WebSocket frames together from the pieces in which their bytes arrive.</summary>
internal sealed class SimFrames
{
    private byte[] _bytes = [];

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        var all = new byte[_bytes.Length + bytes.Length];
        _bytes.CopyTo(all, 0);
        bytes.CopyTo(all.AsSpan(_bytes.Length));
        _bytes = all;
    }

    /// <summary>The next whole frame; null: it is not here yet.</summary>
    internal SimFrame? Next()
    {
        if (_bytes.Length < 2)
        {
            return null;
        }

        var (header, length) = _bytes[1] switch
        {
            126 => (4, _bytes.Length < 4 ? int.MaxValue - 4 : BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(2))),
            127 => (10, _bytes.Length < 10 ? int.MaxValue - 10 : (int)BinaryPrimitives.ReadUInt64BigEndian(_bytes.AsSpan(2))),
            var few => (2, (int)few),
        };
        if (_bytes.Length < header + length)
        {
            return null;
        }

        var frame = new SimFrame(_bytes[0] & 0x0F, _bytes[header..(header + length)]);
        _bytes = _bytes[(header + length)..];
        return frame;
    }
}

/// <summary>One WebSocket frame.</summary>
internal readonly record struct SimFrame(int Opcode, byte[] Payload)
{
    internal const int CloseOpcode = 8;
}
