using System.Buffers.Binary;

namespace GameServer.Bench.Load.Client;

/// <summary>Goes through the fields of one encoded protobuf message, where it lies, without making anything of it.</summary>
internal ref struct ProtoWalk(ReadOnlySpan<byte> message)
{
    private const int VarintBytesMax = 10;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The present field's number.</summary>
    internal int Field { get; private set; }

    /// <summary>Its value, if it is a number.</summary>
    internal ulong Number { get; private set; }

    /// <summary>Its value, if it is bytes, text or a message.</summary>
    internal ReadOnlySpan<byte> Bytes { get; private set; }

    /// <exception cref="FormatException">These are not the bytes of a message.</exception>
    internal bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case 2:
                Bytes = Take(checked((int)Varint()));
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            default:
                throw new FormatException($"Field {Field} has the wire type {tag & 7}.");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new FormatException($"Field {Field} ends after the message.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var index = 0; index < Math.Min(VarintBytesMax, _rest.Length); index++)
        {
            var part = _rest[index];
            value |= (ulong)(part & 0x7F) << (7 * index);
            if (part < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return value;
            }
        }

        throw new FormatException("A number does not end.");
    }
}
