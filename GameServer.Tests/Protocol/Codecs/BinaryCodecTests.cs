using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Protocol.Codecs;

public sealed class BinaryCodecTests
{
    private static readonly CodecLimits Limits = CodecLimits.Default;

    [Theory]
    [InlineData("0a05")]
    [InlineData("0affffffff07101a0e08fbd0")]
    public void A_servers_bytes_that_are_no_batch_are_malformed(string hex) =>
        BinaryCodec.DecodeServerBatch(Convert.FromHexString(hex)).Error!.Kind.ShouldBe(DecodeErrorKind.Malformed);

    [Fact]
    public void Text_longer_than_the_limit_is_refused()
    {
        Decode(Hello(new string('x', Limits.StringBytesMax + 1))).Error!.Kind.ShouldBe(DecodeErrorKind.StringTooLong);
        Decode(Hello(new string('x', Limits.StringBytesMax))).Error.ShouldBeNull();
    }

    [Fact]
    public void The_json_of_a_command_may_be_longer_than_other_text() => Decode(new ClientEnvelope
    {
        Command = new Command { PayloadJson = new string(' ', Limits.StringBytesMax + 1) },
    }).Error.ShouldBeNull();

    [Fact]
    public void More_map_entries_than_the_limit_are_refused()
    {
        var join = new Join();
        for (var index = 0; index < Limits.ElementsPerMessageMax; index++)
        {
            join.Options.Add($"option {index}", "");
        }

        Decode(new ClientEnvelope { Join = join }).Error.ShouldBeNull();
        join.Options.Add("one too many", "");
        Decode(new ClientEnvelope { Join = join }).Error!.Kind.ShouldBe(DecodeErrorKind.TooManyElements);
    }

    [Fact]
    public void More_repeated_values_than_the_limit_are_refused()
    {
        var heartbeat = new Heartbeat();
        heartbeat.Rooms.AddRange(Enumerable.Repeat(new RoomPosition(), Limits.ElementsPerMessageMax + 1));

        Decode(new ClientEnvelope { Heartbeat = heartbeat }).Error!.Kind.ShouldBe(DecodeErrorKind.TooManyElements);
    }

    [Fact]
    public void Messages_nested_deeper_than_the_limit_are_refused()
    {
        // Envelope, join, match and filter are four messages inside one another.
        var envelope = new ClientEnvelope { Join = new Join { Match = new RoomMatch { Filters = { new PropertyFilter() } } } };

        Decode(envelope, Limits with { MessageDepthMax = 3 }).Error!.Kind.ShouldBe(DecodeErrorKind.TooDeep);
        Decode(envelope, Limits with { MessageDepthMax = 4 }).Error.ShouldBeNull();
    }

    [Fact]
    public void One_bad_envelope_spoils_the_batch()
    {
        byte[] batch = [.. BinaryCodec.EncodeClientBatch([new ClientEnvelope { Leave = new Leave() }]), 0x0A, 0x02, 0x00, 0x01];

        BinaryCodec.DecodeClientBatch(batch, Limits).Envelopes.ShouldBeEmpty();
    }

    [Fact]
    public void A_large_frame_that_breaks_a_limit_is_not_parsed()
    {
        var frame = new byte[1 << 20];
        for (var index = 0; index < frame.Length; index += 2)
        {
            frame[index] = 0x0A;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        BinaryCodec.DecodeClientBatch(frame, Limits).Error!.Kind.ShouldBe(DecodeErrorKind.TooManyEnvelopes);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(frame.Length / 4);
    }

    [Fact]
    public void Ten_thousand_unknown_kinds_are_no_more_than_unknown()
    {
        // An envelope whose only field is number 100, its request id 7.
        var unknown = Convert.FromHexString("0a05a206007807");
        byte[] batch = [.. Enumerable.Repeat(unknown, 10_000).SelectMany(bytes => bytes)];

        var decoded = BinaryCodec.DecodeClientBatch(batch, Limits with { EnvelopesPerBatchMax = 10_000 }).Envelopes;
        decoded.Count.ShouldBe(10_000);
        decoded.ShouldAllBe(envelope => envelope.KindCase == ClientEnvelope.KindOneofCase.None && envelope.RequestId == 7);
    }

    [Fact]
    public void A_field_of_the_wrong_wire_type_is_an_unknown_field()
    {
        // Field 15, the request id, as bytes; field 1 of the batch as a number.
        var decoded = BinaryCodec.DecodeClientBatch(Convert.FromHexString("0a037a01ff0805"), Limits);

        decoded.Envelopes.ShouldBe([new ClientEnvelope()]);
    }

    [Fact]
    public void Unknown_fields_are_not_kept()
    {
        var decoded = BinaryCodec.DecodeClientBatch(Convert.FromHexString("0a0712050801f80601"), Limits);

        decoded.Envelopes.Single().ToByteArray()
            .ShouldBe(new ClientEnvelope { Heartbeat = new Heartbeat { ClientTimeMs = 1 } }.ToByteArray());
    }

    private static ClientEnvelope Hello(string name) => new() { Hello = new Hello { Name = name } };

    private static DecodeResult<ClientEnvelope> Decode(ClientEnvelope envelope, CodecLimits? limits = null) =>
        BinaryCodec.DecodeClientBatch(BinaryCodec.EncodeClientBatch([envelope]), limits ?? Limits);
}
