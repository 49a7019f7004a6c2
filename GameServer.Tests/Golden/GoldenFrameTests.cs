using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Tests.Golden;

public sealed class GoldenFrameTests
{
    private static readonly GoldenFrame[] Defined = [.. ClientGoldenFrames.All(), .. ServerGoldenFrames.All(), .. BadGoldenFrames.All()];

    public static TheoryData<string> Malformed() => Named(frame => frame.Error is not null);

    public static TheoryData<string> FromClients() => Named(frame => frame is { Error: null, Direction: GoldenFrame.Client });

    public static TheoryData<string> FromServers() => Named(frame => frame is { Error: null, Direction: GoldenFrame.Server });

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_frame_gets_its_error(string name)
    {
        var frame = Recorded(name);
        var result = frame.Form == GoldenFrame.JsonForm
            ? JsonCodec.DecodeClientBatch(frame.Bytes, CodecLimits.Default)
            : BinaryCodec.DecodeClientBatch(frame.Bytes, CodecLimits.Default);

        result.Error.ShouldNotBeNull().Kind.ShouldBe(frame.Error!.Value);
        result.Envelopes.ShouldBeEmpty();
    }

    [Fact]
    public void The_file_is_what_the_product_makes()
    {
        var made = GoldenFile.Write(Defined);
        if (Environment.GetEnvironmentVariable(GoldenFile.WriteVariable) == "1")
        {
            File.WriteAllText(GoldenFile.Path, made);
        }

        File.ReadAllText(GoldenFile.Path).ShouldBe(made, $"Run this test with {GoldenFile.WriteVariable}=1 if the change is meant.");
    }

    [Fact]
    public void Names_are_unique() => Defined.Select(frame => frame.Name).ShouldBeUnique();

    [Fact]
    public void Every_kind_of_envelope_and_of_join_is_there()
    {
        var clients = GoldenFile.Read().Where(frame => frame is { Error: null, Direction: GoldenFrame.Client })
            .SelectMany(frame => BinaryCodec.DecodeClientBatch(frame.Bytes, CodecLimits.Default).Envelopes).ToList();
        var servers = GoldenFile.Read().Where(frame => frame is { Error: null, Direction: GoldenFrame.Server })
            .SelectMany(frame => BinaryCodec.DecodeServerBatch(frame.Bytes).Envelopes).ToList();

        Cases(clients).ShouldBe(Fields(ClientEnvelope.Descriptor), ignoreOrder: true);
        Cases(servers).ShouldBe(Fields(ServerEnvelope.Descriptor), ignoreOrder: true);
        Cases(clients.Where(envelope => envelope.Join is not null).Select(envelope => envelope.Join))
            .ShouldBe(Fields(Join.Descriptor), ignoreOrder: true);
    }

    [Fact]
    public void Every_kind_of_decode_error_has_bytes_or_a_test_of_its_limit()
    {
        DecodeErrorKind[] limitsTestedInTheirUnit = [DecodeErrorKind.StringTooLong, DecodeErrorKind.TooManyElements];

        GoldenFile.Read().Where(frame => frame.Error is not null).Select(frame => frame.Error!.Value).Distinct()
            .Concat(limitsTestedInTheirUnit).ShouldBe(Enum.GetValues<DecodeErrorKind>(), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(FromClients))]
    public void A_client_frame_says_the_same_in_both_forms(string name)
    {
        var frame = Recorded(name);
        var binary = BinaryCodec.DecodeClientBatch(frame.Bytes, CodecLimits.Default);
        var json = JsonCodec.DecodeClientBatch(Encoding.UTF8.GetBytes(frame.Json!.ToJsonString()), CodecLimits.Default);

        binary.Error.ShouldBeNull();
        json.Error.ShouldBeNull();
        json.Envelopes.Select(envelope => WithDecodedPayload(envelope, frame.Room))
            .ShouldBe(binary.Envelopes.Select(envelope => WithDecodedPayload(envelope, frame.Room)));
        if (frame.Lossy is not true)
        {
            Convert.ToHexStringLower(BinaryCodec.EncodeClientBatch(binary.Envelopes)).ShouldBe(frame.Hex);
        }
    }

    [Theory]
    [MemberData(nameof(FromClients))]
    public void A_client_frame_in_pieces_is_the_same_frame(string name)
    {
        var bytes = Recorded(name).Bytes;
        var pieces = bytes.Length < 2 ? new ReadOnlySequence<byte>(bytes) : InTwo(bytes, bytes.Length / 2);

        BinaryCodec.DecodeClientBatch(pieces, CodecLimits.Default).Envelopes
            .ShouldBe(BinaryCodec.DecodeClientBatch(bytes, CodecLimits.Default).Envelopes);
    }

    [Theory]
    [MemberData(nameof(FromServers))]
    public void A_server_frame_is_encoded_to_its_bytes_and_its_json(string name)
    {
        var frame = Recorded(name);
        var envelopes = BinaryCodec.DecodeServerBatch(frame.Bytes).Envelopes;

        var json = new JsonArray([.. envelopes.Select(envelope => JsonNode.Parse(
            JsonCodec.EncodeServerEnvelope(envelope, GoldenFrame.StateType(frame.Room), GoldenFrame.EventType(frame.Room))))]);
        JsonNode.DeepEquals(json, frame.Json).ShouldBeTrue(json.ToJsonString());
        if (frame.Lossy is not true)
        {
            string.Concat(envelopes.Select(envelope => Convert.ToHexStringLower(BinaryCodec.EncodeServerEnvelopeElement(envelope))))
                .ShouldBe(frame.Hex);
        }
    }

    private static GoldenFrame Recorded(string name) => GoldenFile.Read().Single(frame => frame.Name == name);

    private static TheoryData<string> Named(Func<GoldenFrame, bool> which) =>
        [.. Defined.Where(which).Select(frame => frame.Name)];

    private static IEnumerable<string> Fields(MessageDescriptor type) => type.Oneofs[0].Fields.Select(field => field.Name);

    private static IEnumerable<string> Cases(IEnumerable<IMessage> messages) => messages
        .Select(message => message.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(message)?.Name)
        .OfType<string>().Distinct();

    private static ClientEnvelope WithDecodedPayload(ClientEnvelope envelope, string? room)
    {
        if (envelope.Command is not { } command || GoldenFrame.CommandType(room) is not { } type)
        {
            return envelope;
        }

        PayloadCodec.TryDecode(type, command.Payload, command.PayloadJson, CodecLimits.Default, out var payload, out var error)
            .ShouldBeTrue(error);
        command.Payload = payload!.ToByteString();
        command.PayloadJson = "";
        return envelope;
    }

    private static ReadOnlySequence<byte> InTwo(ReadOnlyMemory<byte> bytes, int at)
    {
        var first = new Piece(bytes[..at]);
        var last = first.Append(bytes[at..]);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        internal Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        internal Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
