namespace GameServer.Protocol.Codecs;

/// <summary>Walks the fields of one encoded protobuf message without allocating. Groups, which proto3 lacks, are malformed.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    internal readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Takes the next field; false when the bytes are malformed. Content is empty unless the field is length-delimited.</summary>
    internal bool TryReadField(out int number, out bool lengthDelimited, out ReadOnlySpan<byte> content)
    {
        number = 0;
        lengthDelimited = false;
        content = default;
        if (!TryReadVarint(out var tag) || tag > uint.MaxValue || tag >> 3 == 0)
        {
            return false;
        }

        number = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                return TryReadVarint(out _);
            case 1:
                return TryTake(sizeof(ulong), out _);
            case 2:
                lengthDelimited = true;
                return TryReadVarint(out var length) && length <= int.MaxValue && TryTake((int)length, out content);
            case 5:
                return TryTake(sizeof(uint), out _);
            default:
                return false;
        }
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var index = 0; index < 10 && index < _rest.Length; index++)
        {
            var part = _rest[index];
            value |= (ulong)(part & 0x7F) << (7 * index);
            if (part < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return true;
            }
        }

        return false;
    }

    private bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > _rest.Length)
        {
            return false;
        }

        taken = _rest[..count];
        _rest = _rest[count..];
        return true;
    }
}
