using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace GameServer.Protocol.Codecs;

/// <summary>
/// Encoded protobuf in the making: one array that grows and is used again after <see cref="Clear"/>. Belongs to one room or session and
/// is used on its turn only. What was got by <see cref="GetSpan"/> or <see cref="Written"/> is void after the next write.
/// </summary>
internal sealed class FrameWriter : IBufferWriter<byte>
{
    private const int BytesInitial = 256;
    private const int BytesKeptMax = 64 * 1024;
    private const int VarintBytesMax = 10;

    private byte[] _buffer = [];

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>
    /// What was written since the length was <paramref name="mark"/>. Holds until <see cref="Clear"/>, whatever is written behind it.
    /// </summary>
    internal ReadOnlyMemory<byte> Since(int mark) => _buffer.AsMemory(mark, Length - mark);

    /// <summary>Forgets what was written and keeps the array, unless it has grown far beyond the usual.</summary>
    internal void Clear()
    {
        Length = 0;
        _buffer = _buffer.Length > BytesKeptMax ? [] : _buffer;
    }

    /// <summary>Forgets everything from <paramref name="length"/> on.</summary>
    internal void Truncate(int length) => Length = length;

    /// <summary>Room for at least that many bytes; <see cref="Advance"/> says how many were filled.</summary>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(Length);
    }

    /// <inheritdoc cref="GetSpan" />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(Length);
    }

    /// <inheritdoc />
    public void Advance(int count) => Length += count;

    internal void WriteTag(int field, WireFormat.WireType type) => WriteVarint(WireFormat.MakeTag(field, type));

    internal void WriteVarint(ulong value)
    {
        var (buffer, length) = (_buffer, Length);
        if (value < 0x80 && (uint)length < (uint)buffer.Length)
        {
            buffer[length] = (byte)value;
            Length = length + 1;
            return;
        }

        WriteLongVarint(value);
    }

    internal void WriteFixed32(uint value)
    {
        Reserve(sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(Length), value);
        Length += sizeof(uint);
    }

    internal void WriteFixed64(ulong value)
    {
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(Length), value);
        Length += sizeof(ulong);
    }

    /// <summary>These bytes and nothing else.</summary>
    internal void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>The number of bytes, then the bytes.</summary>
    internal void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteVarint((uint)bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>The number of bytes in UTF-8, then the bytes.</summary>
    internal void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteVarint((uint)length);
        Reserve(length);
        Length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(Length));
    }

    /// <summary>
    /// Opens something whose length comes first; what is written until <see cref="EndLength"/> is its content. May be nested.
    /// </summary>
    internal int BeginLength()
    {
        Reserve(1);
        return Length++;
    }

    /// <summary>
    /// Puts the shortest length before the content that began at <paramref name="mark"/>; the content moves up if one byte is not enough.
    /// </summary>
    internal void EndLength(int mark)
    {
        var start = mark + 1;
        var length = Length - start;
        if (length < 0x80)
        {
            _buffer[mark] = (byte)length;
            return;
        }

        var more = VarintSize((uint)length) - 1;
        Reserve(more);
        Buffer.BlockCopy(_buffer, start, _buffer, start + more, length);
        Length = mark;
        WriteVarint((uint)length);
        Length += length;
    }

    /// <summary>Puts what was written from <paramref name="middle"/> on before what was written from <paramref name="start"/> on.</summary>
    internal void Swap(int start, int middle)
    {
        _buffer.AsSpan(start, middle - start).Reverse();
        _buffer.AsSpan(middle, Length - middle).Reverse();
        _buffer.AsSpan(start, Length - start).Reverse();
    }

    internal static int VarintSize(ulong value)
    {
        var size = 1;
        while (value >= 0x80)
        {
            value >>= 7;
            size++;
        }

        return size;
    }

    private void WriteLongVarint(ulong value)
    {
        Reserve(VarintBytesMax);
        var (buffer, length) = (_buffer, Length);
        while (value >= 0x80)
        {
            buffer[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        buffer[length++] = (byte)value;
        Length = length;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - Length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(BytesInitial, Math.Max(_buffer.Length * 2, Length + bytes)));
        }
    }
}
