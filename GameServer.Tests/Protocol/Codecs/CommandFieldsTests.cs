using System.Buffers;
using System.Text;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Protocol.Codecs;

public sealed class CommandFieldsTests
{
    private const int Max = 256;

    [Fact]
    public void What_is_read_in_place_is_what_the_codec_decodes()
    {
        var random = new Random(7);
        for (var round = 0; round < TestScale.Of(2_000); round++)
        {
            var envelopes = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Command(random)).ToList();
            ReadOnlySpan<byte> rest = BinaryCodec.EncodeClientBatch(envelopes);

            CommandFields.AreAll(rest, Max).ShouldBeTrue();
            foreach (var envelope in envelopes)
            {
                CommandFields.TryTake(ref rest, out var fields).ShouldBeTrue();
                fields.Room.ShouldBe(envelope.Command.Room);
                fields.Number.ShouldBe(envelope.Command.CommandSeq);
                fields.RepliesSeen.ShouldBe(envelope.Command.RepliesSeen);
                fields.RequestId.ShouldBe(envelope.RequestId);
                fields.Payload.SequenceEqual(envelope.Command.Payload.Span).ShouldBeTrue();
                Encoding.ASCII.GetString(fields.TraceParent).ShouldBe(envelope.Command.Traceparent);
            }

            rest.IsEmpty.ShouldBeTrue();
        }
    }

    [Fact]
    public void Bytes_of_any_kind_are_either_left_to_the_codec_or_read_as_the_codec_reads_them()
    {
        var random = new Random(11);
        var read = 0;
        for (var round = 0; round < TestScale.Of(20_000); round++)
        {
            var bytes = BinaryCodec.EncodeClientBatch([Command(random)]);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (!CommandFields.AreAll(bytes, Max))
            {
                continue;
            }

            read++;
            ReadOnlySpan<byte> rest = bytes;
            foreach (var envelope in BinaryCodec.DecodeClientBatch(new ReadOnlySequence<byte>(bytes), CodecLimits.Default).Envelopes)
            {
                CommandFields.TryTake(ref rest, out var fields).ShouldBeTrue();
                (fields.Room, fields.Number, fields.RepliesSeen, fields.RequestId).ShouldBe(
                    (envelope.Command.Room, envelope.Command.CommandSeq, envelope.Command.RepliesSeen, envelope.RequestId));
                fields.Payload.SequenceEqual(envelope.Command.Payload.Span).ShouldBeTrue();
                Encoding.ASCII.GetString(fields.TraceParent).ShouldBe(envelope.Command.Traceparent);
            }

            rest.IsEmpty.ShouldBeTrue();
        }

        read.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Anything_but_plain_commands_is_left_to_the_codec()
    {
        var command = new ClientEnvelope { Command = new Command { Room = 1, CommandSeq = 1 } };
        foreach (var other in new[]
        {
            new ClientEnvelope(),
            new ClientEnvelope { Heartbeat = new Heartbeat() },
            new ClientEnvelope { Command = new Command { Room = 1, PayloadJson = "{}" } },
            new ClientEnvelope { Command = new Command { Room = 1, Traceparent = "ü" } },
        })
        {
            CommandFields.AreAll(BinaryCodec.EncodeClientBatch([command, other]), Max).ShouldBeFalse();
        }

        CommandFields.AreAll([], Max).ShouldBeFalse();
        var batch = BinaryCodec.EncodeClientBatch([command, command]);
        CommandFields.AreAll(batch, 2).ShouldBeTrue();
        CommandFields.AreAll(batch, 1).ShouldBeFalse();
        CommandFields.AreAll(batch.AsSpan()[..^1], Max).ShouldBeFalse();
    }

    private static ClientEnvelope Command(Random random)
    {
        var payload = new byte[random.Next(4) == 0 ? random.Next(300) : random.Next(20)];
        random.NextBytes(payload);
        return new ClientEnvelope
        {
            Command = new Command
            {
                Room = (uint)random.NextInt64(1L << random.Next(33)),
                CommandSeq = (ulong)random.NextInt64(1L << random.Next(60)),
                RepliesSeen = (ulong)random.Next(3),
                Payload = ByteString.CopyFrom(payload),
                Traceparent = random.Next(2) == 0 ? "" : $"00-{random.Next():x32}-{random.Next():x16}-01",
            },
            RequestId = (uint)random.Next(3),
        };
    }
}
