using System.Text;
using BenchmarkDotNet.Attributes;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Bench.Micro;

/// <summary>What the door pays for one command of 40 bytes, and a room for one update with an event of 40 bytes.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private static readonly ByteString Event = ByteString.CopyFrom(new byte[40]);

    private readonly byte[] _command = BinaryCodec.EncodeClientBatch(
        [new ClientEnvelope { Command = new Command { Room = 7, CommandSeq = 12, Payload = Event } }]);

    private readonly byte[] _jsonCommand = Encoding.UTF8.GetBytes(
        """[{"command":{"room":7,"commandSeq":"12","payload":{"say":{"text":"forty bytes, and then some"}}}}]""");

    private readonly ServerEnvelope _update = new()
    {
        Update = new RoomUpdate
        {
            Room = 7,
            Epoch = 3,
            BaseVersion = 1_000,
            Version = 1_001,
            Events = { Event },
            RoomTimeMs = 1_700_000_000_000,
        },
    };

    private readonly FrameWriter _frame = new();

    /// <summary>A command in binary.</summary>
    [Benchmark(Baseline = true)]
    public int DecodeCommand() => BinaryCodec.DecodeClientBatch(_command, CodecLimits.Default).Envelopes.Count;

    /// <summary>A command in JSON.</summary>
    [Benchmark]
    public int DecodeJsonCommand() => JsonCodec.DecodeClientBatch(_jsonCommand, CodecLimits.Default).Envelopes.Count;

    /// <summary>An update as an object, by the runtime's encoder.</summary>
    [Benchmark]
    public int EncodeUpdate() => BinaryCodec.EncodeServerEnvelopeElement(_update).Length;

    /// <summary>The same bytes written field by field.</summary>
    [Benchmark]
    public int WriteUpdate()
    {
        _frame.Clear();
        _frame.WriteTag(ServerBatch.EnvelopesFieldNumber, WireFormat.WireType.LengthDelimited);
        var envelope = _frame.BeginLength();
        _frame.WriteTag(ServerEnvelope.UpdateFieldNumber, WireFormat.WireType.LengthDelimited);
        var update = _frame.BeginLength();
        WriteNumber(RoomUpdate.RoomFieldNumber, 7);
        WriteNumber(RoomUpdate.EpochFieldNumber, 3);
        WriteNumber(RoomUpdate.BaseVersionFieldNumber, 1_000);
        WriteNumber(RoomUpdate.VersionFieldNumber, 1_001);
        _frame.WriteTag(RoomUpdate.EventsFieldNumber, WireFormat.WireType.LengthDelimited);
        _frame.WriteBytes(Event.Span);
        _frame.WriteTag(RoomUpdate.RoomTimeMsFieldNumber, WireFormat.WireType.Fixed64);
        _frame.WriteFixed64(1_700_000_000_000);
        _frame.EndLength(update);
        _frame.EndLength(envelope);
        return _frame.Length;
    }

    private void WriteNumber(int field, ulong number)
    {
        _frame.WriteTag(field, WireFormat.WireType.Varint);
        _frame.WriteVarint(number);
    }
}
