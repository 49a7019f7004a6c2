using System.Buffers.Binary;
using System.Text.Unicode;

namespace GameServer.Sessions;

/// <summary>WebSocket frames as a server writes them: whole messages, not masked (RFC 6455, section 5.2).</summary>
internal static class WireFrame
{
    internal const int TextOpcode = 1;
    internal const int BinaryOpcode = 2;

    /// <summary>The longest header.</summary>
    internal const int HeaderBytesMax = 10;

    private const int CloseOpcode = 8;
    private const int Final = 0x80;
    private const int OpcodeMask = 0x0F;
    private const int ControlPayloadMax = 125;
    private const int CodeBytes = 2;

    private static readonly ReadOnlyMemory<byte> ArrayEnd = "]"u8.ToArray();

    internal static ReadOnlyMemory<byte> Ping { get; } = new byte[] { Final | 9, 0 };

    /// <summary>Writes the header and says how long it is.</summary>
    internal static int WriteHeader(Span<byte> target, int opcode, int payloadBytes)
    {
        target[0] = (byte)(Final | opcode);
        if (payloadBytes <= ControlPayloadMax)
        {
            target[1] = (byte)payloadBytes;
            return 2;
        }

        if (payloadBytes <= ushort.MaxValue)
        {
            target[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)payloadBytes);
            return 4;
        }

        target[1] = 127;
        BinaryPrimitives.WriteUInt64BigEndian(target[2..], (ulong)payloadBytes);
        return HeaderBytesMax;
    }

    internal static int Opcode(Subprotocol form) => form switch
    {
        Subprotocol.Binary => BinaryOpcode,
        Subprotocol.Json => TextOpcode,
    };

    /// <summary>Writes the header so that it ends where the payload starts, and says where it begins.</summary>
    internal static int WriteHeaderBefore(Span<byte> target, int payloadStart, int opcode, int payloadBytes)
    {
        Span<byte> header = stackalloc byte[HeaderBytesMax];
        var start = payloadStart - WriteHeader(header, opcode, payloadBytes);
        header[..(payloadStart - start)].CopyTo(target[start..]);
        return start;
    }

    /// <summary>What makes a message of one envelope: the bytes before it and those after it.</summary>
    internal static (ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After) Around(Subprotocol form, int envelopeBytes)
    {
        var before = new byte[HeaderBytesMax + 1];
        if (form == Subprotocol.Binary)
        {
            return (before.AsMemory(0, WriteHeader(before, BinaryOpcode, envelopeBytes)), ReadOnlyMemory<byte>.Empty);
        }

        var headerBytes = WriteHeader(before, TextOpcode, envelopeBytes + 2);
        before[headerBytes] = (byte)'[';
        return (before.AsMemory(0, headerBytes + 1), ArrayEnd);
    }

    /// <summary>A whole message in one frame.</summary>
    internal static byte[] Message(int opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[HeaderBytesMax];
        var headerBytes = WriteHeader(header, opcode, payload.Length);
        var frame = new byte[headerBytes + payload.Length];
        header[..headerBytes].CopyTo(frame);
        payload.CopyTo(frame.AsSpan(headerBytes));
        return frame;
    }

    /// <summary>A close frame. A reason that is too long is cut between two characters.</summary>
    internal static byte[] Close(int code, string reason)
    {
        Span<byte> payload = stackalloc byte[ControlPayloadMax];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Utf8.FromUtf16(reason, payload[CodeBytes..], out _, out var reasonBytes);
        return Message(CloseOpcode, payload[..(CodeBytes + reasonBytes)]);
    }

    internal static bool IsClose(ReadOnlySpan<byte> frame) => frame.Length > 0 && (frame[0] & OpcodeMask) == CloseOpcode;

    /// <summary>The code in a close frame that has one.</summary>
    internal static int CloseCodeOf(ReadOnlySpan<byte> closeFrame) => BinaryPrimitives.ReadUInt16BigEndian(closeFrame[2..]);
}
