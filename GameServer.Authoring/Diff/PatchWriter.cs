using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// The bytes of a patch while a state is walked: a stack, on which an inner message's bytes are cut off before its outer goes on.
/// Kept by one differ and reused for every diff.
/// </summary>
internal sealed class PatchWriter
{
    /// <summary>
    /// How deep messages may be nested in a state. Within it every row and message parses under the limit of 100 that protobuf runtimes
    /// have (a row counts twice), and a message put into itself ends a turn and not the process.
    /// </summary>
    internal const int StateDepthMax = 40;

    private byte[] _buffer = new byte[256];

    internal int Position { get; private set; }

    internal int Depth { get; private set; }

    internal void Reset()
    {
        Position = 0;
        Depth = 0;
    }

    internal void Enter()
    {
        if (++Depth > StateDepthMax)
        {
            throw new InvalidOperationException($"The room's state nests messages deeper than {StateDepthMax}, or contains itself.");
        }
    }

    internal void Leave() => Depth--;

    internal void Tag(int number, WireFormat.WireType type) => Varint(WireFormat.MakeTag(number, type));

    internal void Varint(ulong value)
    {
        var span = Reserve(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        Position += length;
    }

    internal void Fixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
        Position += 4;
    }

    internal void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
        Position += 8;
    }

    internal void Bytes(ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
        Position += bytes.Length;
    }

    internal void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Varint((ulong)length);
        Encoding.UTF8.GetBytes(text, Reserve(length));
        Position += length;
    }

    /// <summary>Opens something whose length comes first; what is written until <see cref="End"/> is its content.</summary>
    internal int Begin() => Position;

    /// <summary>Puts the length before the content that began at <paramref name="start"/>.</summary>
    internal void End(int start)
    {
        var length = Position - start;
        var prefix = VarintSize((ulong)length);
        Reserve(prefix);
        Buffer.BlockCopy(_buffer, start, _buffer, start + prefix, length);
        Position = start;
        Varint((ulong)length);
        Position += length;
    }

    /// <summary>Takes everything from <paramref name="start"/> on off the stack.</summary>
    internal ByteString Cut(int start)
    {
        var bytes = ByteString.CopyFrom(_buffer, start, Position - start);
        Position = start;
        return bytes;
    }

    internal static int VarintSize(ulong value) => ((63 - BitOperations.LeadingZeroCount(value | 1)) / 7) + 1;

    internal static int TagSize(int number) => VarintSize((ulong)number << 3);

    /// <summary>The size of a length and the content of that length.</summary>
    internal static int LengthSize(int content) => VarintSize((ulong)content) + content;

    private Span<byte> Reserve(int bytes)
    {
        if (_buffer.Length - Position < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Position + bytes));
        }

        return _buffer.AsSpan(Position, bytes);
    }
}
