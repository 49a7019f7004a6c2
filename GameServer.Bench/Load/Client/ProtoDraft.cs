using System.Buffers.Binary;
using System.Text;

namespace GameServer.Bench.Load.Client;

/// <summary>
/// Writes protobuf fields into a buffer that is used again and again. Nested messages are closed in the order opened, reversed.
/// </summary>
internal ref struct ProtoDraft(Span<byte> into)
{
    private const int LongMessage = 128;

    private readonly Span<byte> _into = into;

    internal int Length { get; private set; }

    internal readonly ReadOnlySpan<byte> Written => _into[..Length];

    /// <summary>Zero is left out, as protobuf does.</summary>
    internal void Number(int field, ulong value)
    {
        if (value != 0)
        {
            Varint((ulong)field << 3);
            Varint(value);
        }
    }

    internal void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        value.CopyTo(_into[Length..]);
        Length += value.Length;
    }

    internal void Text(int field, string value)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        Bytes(field, bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    /// <summary>Begins a nested message; what is written until <see cref="Close"/> is in it.</summary>
    internal int Open(int field)
    {
        Varint(((ulong)field << 3) | 2);
        return Length++;
    }

    /// <summary>Ends the nested message that <see cref="Open"/> answered with this place.</summary>
    internal void Close(int place)
    {
        var length = Length - place - 1;
        if (length < LongMessage)
        {
            _into[place] = (byte)length;
            return;
        }

        // One byte was kept free for the length; two hold what a client of the bench ever sends.
        _into[(place + 1)..Length].CopyTo(_into[(place + 2)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(_into[place..], checked((ushort)((length >> 7 << 8) | 0x80 | (length & 0x7F))));
        Length++;
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _into[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _into[Length++] = (byte)value;
    }
}
