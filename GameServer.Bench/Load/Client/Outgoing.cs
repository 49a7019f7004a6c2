using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load.Client;

/// <summary>
/// What one client has yet to write: masked WebSocket frames one after another, in a buffer that grows only when writing stalls.
/// </summary>
internal sealed class Outgoing(uint mask)
{
    private const int MaskedBit = 0x80;
    private const int LongHeader = 126;
    private const int HeaderBytesMax = 8;

    private byte[] _bytes = new byte[128];
    private int _start;
    private int _end;

    internal bool IsEmpty => _start == _end;

    /// <summary>Adds bytes as they are.</summary>
    internal void AddRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _end += bytes.Length;
    }

    /// <summary>Adds a frame.</summary>
    internal void Add(byte kind, ReadOnlySpan<byte> payload)
    {
        var room = Room(HeaderBytesMax + payload.Length);
        room[0] = (byte)(0x80 | kind);
        var at = 2;
        if (payload.Length < LongHeader)
        {
            room[1] = (byte)(MaskedBit | payload.Length);
        }
        else
        {
            room[1] = MaskedBit | LongHeader;
            BinaryPrimitives.WriteUInt16BigEndian(room[2..], checked((ushort)payload.Length));
            at = 4;
        }

        MemoryMarshal.Write(room[at..], mask);
        at += sizeof(uint);
        var masked = room.Slice(at, payload.Length);
        payload.CopyTo(masked);
        Mask(masked);
        _end += at + payload.Length;
    }

    /// <summary>Writes as much as the socket takes now; false when something is left.</summary>
    internal unsafe bool TryFlush(int socket)
    {
        while (_start < _end)
        {
            nint sent;
            fixed (byte* bytes = &_bytes[_start])
            {
                sent = Native.Send(socket, bytes, _end - _start, Native.DoNotWait | Native.NoSignal);
            }

            if (sent < 0)
            {
                return Marshal.GetLastPInvokeError() is Native.TryAgain or Native.Interrupted ? false : throw Native.Failure("send");
            }

            _start += (int)sent;
        }

        (_start, _end) = (0, 0);
        return true;
    }

    private void Mask(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        for (var index = 0; index < words.Length; index++)
        {
            words[index] ^= mask;
        }

        for (var index = words.Length * sizeof(uint); index < bytes.Length; index++)
        {
            bytes[index] ^= (byte)(mask >> (8 * (index % sizeof(uint))));
        }
    }

    private Span<byte> Room(int count)
    {
        if (_end + count > _bytes.Length)
        {
            var grown = _end - _start + count > _bytes.Length ? new byte[2 * (_end - _start + count)] : _bytes;
            _bytes.AsSpan(_start, _end - _start).CopyTo(grown);
            (_bytes, _start, _end) = (grown, 0, _end - _start);
        }

        return _bytes.AsSpan(_end);
    }
}
