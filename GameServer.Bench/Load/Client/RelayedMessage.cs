using System.Buffers.Binary;

namespace GameServer.Bench.Load.Client;

/// <summary>What the clients say to one another: 40 bytes that tell who said it when, and which of the sender's messages it is.</summary>
/// <param name="MeantFor">When it was to be sent, whatever kept the sender from it.</param>
/// <param name="Slot">The sender's place in its room, from 0.</param>
/// <param name="Sequence">Counts the sender's messages, from 1.</param>
internal readonly record struct RelayedMessage(long MeantFor, int Slot, ulong Sequence)
{
    internal const int Bytes = 40;

    internal static RelayedMessage Read(ReadOnlySpan<byte> bytes) => bytes.Length == Bytes
        ? new RelayedMessage(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]))
        : throw new FormatException($"A message of {bytes.Length} bytes came where all have {Bytes}.");

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, MeantFor);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Slot);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[12..], Sequence);
        bytes[20..Bytes].Fill((byte)'x');
    }
}
