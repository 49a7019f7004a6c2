using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Protocol.Codecs;

/// <summary>
/// A client's command, read where it lies in the bytes of a batch. Nearly all that clients send are commands, and nothing is allocated for
/// one here. Whatever is not simply a command (another kind, a JSON payload, an unknown field, bytes that are no message) is left to
/// <see cref="BinaryCodec"/>, which says what it is.
/// </summary>
internal readonly ref struct CommandFields
{
    private const uint ElementTag = (ClientBatch.EnvelopesFieldNumber << 3) | (uint)WireFormat.WireType.LengthDelimited;
    private const uint CommandTag = (ClientEnvelope.CommandFieldNumber << 3) | (uint)WireFormat.WireType.LengthDelimited;
    private const uint RequestIdTag = (ClientEnvelope.RequestIdFieldNumber << 3) | (uint)WireFormat.WireType.Varint;
    private const uint RoomTag = (Command.RoomFieldNumber << 3) | (uint)WireFormat.WireType.Varint;
    private const uint NumberTag = (Command.CommandSeqFieldNumber << 3) | (uint)WireFormat.WireType.Varint;
    private const uint SeenTag = (Command.RepliesSeenFieldNumber << 3) | (uint)WireFormat.WireType.Varint;
    private const uint RewoundTag = (Command.RewoundEpochFieldNumber << 3) | (uint)WireFormat.WireType.Varint;
    private const uint TraceParentTag = (Command.TraceparentFieldNumber << 3) | (uint)WireFormat.WireType.LengthDelimited;
    private const uint PayloadTag = (Command.PayloadFieldNumber << 3) | (uint)WireFormat.WireType.LengthDelimited;

    private CommandFields(
        uint room,
        ulong number,
        ulong repliesSeen,
        ulong rewoundEpoch,
        uint requestId,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> traceParent)
    {
        (Room, Number, RepliesSeen, RewoundEpoch, RequestId) = (room, number, repliesSeen, rewoundEpoch, requestId);
        Payload = payload;
        TraceParent = traceParent;
    }

    internal uint Room { get; }

    internal ulong Number { get; }

    internal ulong RepliesSeen { get; }

    internal ulong RewoundEpoch { get; }

    internal uint RequestId { get; }

    /// <summary>A piece of the batch.</summary>
    internal ReadOnlySpan<byte> Payload { get; }

    /// <summary>A piece of the batch, as the client wrote it: mostly empty.</summary>
    internal ReadOnlySpan<byte> TraceParent { get; }

    /// <summary>Whether the message is a batch of commands and of nothing else.</summary>
    internal static bool AreAll(ReadOnlySpan<byte> message, int commandsMax)
    {
        var count = 0;
        while (!message.IsEmpty)
        {
            if (++count > commandsMax || !TryTake(ref message, out _))
            {
                return false;
            }
        }

        return count > 0;
    }

    /// <summary>Reads the command at the beginning of the batch, and moves the batch past it.</summary>
    internal static bool TryTake(scoped ref ReadOnlySpan<byte> batch, out CommandFields fields)
    {
        fields = default;
        return TryTakeLengthDelimited(ref batch, ElementTag, out var envelope)
            && TryTakeLengthDelimited(ref envelope, CommandTag, out var command)
            && TryTakeLastNumber(envelope, RequestIdTag, out var requestId)
            && TryRead(command, requestId, out fields);
    }

    private static bool TryRead(ReadOnlySpan<byte> command, uint requestId, out CommandFields fields)
    {
        var (room, number, seen, rewound) = (0UL, 0UL, 0UL, 0UL);
        var payload = ReadOnlySpan<byte>.Empty;
        var traceParent = ReadOnlySpan<byte>.Empty;
        fields = default;
        while (!command.IsEmpty)
        {
            if (!TryTakeVarint(ref command, out var tag))
            {
                return false;
            }

            var isRead = tag switch
            {
                RoomTag => TryTakeVarint(ref command, out room),
                NumberTag => TryTakeVarint(ref command, out number),
                SeenTag => TryTakeVarint(ref command, out seen),
                RewoundTag => TryTakeVarint(ref command, out rewound),
                PayloadTag => TryTakeContent(ref command, out payload),
                TraceParentTag => TryTakeContent(ref command, out traceParent) && IsAscii(traceParent),
                _ => false,
            };
            if (!isRead)
            {
                return false;
            }
        }

        fields = new CommandFields((uint)room, number, seen, rewound, requestId, payload, traceParent);
        return room <= uint.MaxValue;
    }

    private static bool TryTakeLengthDelimited(scoped ref ReadOnlySpan<byte> bytes, uint expected, out ReadOnlySpan<byte> content)
    {
        content = default;
        return TryTakeVarint(ref bytes, out var tag) && tag == expected && TryTakeContent(ref bytes, out content);
    }

    /// <summary>Nothing, or one number and then nothing.</summary>
    private static bool TryTakeLastNumber(ReadOnlySpan<byte> bytes, uint expected, out uint number)
    {
        number = 0;
        if (bytes.IsEmpty)
        {
            return true;
        }

        var isRead = TryTakeVarint(ref bytes, out var tag) & TryTakeVarint(ref bytes, out var value);
        number = (uint)value;
        return isRead && tag == expected && value <= uint.MaxValue && bytes.IsEmpty;
    }

    private static bool TryTakeContent(scoped ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!TryTakeVarint(ref bytes, out var length) || length > (ulong)bytes.Length)
        {
            return false;
        }

        content = bytes.Slice(0, (int)length);
        bytes = bytes.Slice((int)length);
        return true;
    }

    // What is no text at all is the general reader's to judge.
    private static bool IsAscii(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
        {
            if (letter >= 0x80)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryTakeVarint(scoped ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var at = 0; at < bytes.Length && at < 9; at++)
        {
            value |= (ulong)(bytes[at] & 0x7F) << (7 * at);
            if (bytes[at] < 0x80)
            {
                bytes = bytes.Slice(at + 1);
                return true;
            }
        }

        // Longer than any number that a client of ours counts to; the general reader judges it.
        return false;
    }
}
