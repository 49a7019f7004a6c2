using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GameServer.Games.Chat;
using GameServer.Games.Feed;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Protocol.Codecs;

public sealed class CodecPropertyTests
{
    private static readonly CodecLimits Limits = CodecLimits.Default;

    [Fact]
    public void Random_bytes_never_throw() => ForAllSeeds(2000, seed =>
    {
        var random = new Random(seed);
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        DecodeEverywhere(bytes);
    });

    [Fact]
    public void Damaged_binary_frames_never_throw() => ForAllSeeds(2000, seed =>
    {
        var frame = BinaryCodec.EncodeClientBatch(ClientEnvelopes(seed));
        DecodeEverywhere(Damaged(frame, seed));
    });

    [Fact]
    public void Damaged_json_frames_never_throw() =>
        ForAllSeeds(2000, seed => DecodeEverywhere(Damaged(JsonOf(ClientEnvelopes(seed)), seed)));

    [Fact]
    public void Damaged_server_frames_never_throw() => ForAllSeeds(1000, seed =>
    {
        var frame = BinaryCodec.EncodeServerEnvelopeElement(new RandomMessages(seed).Next<ServerEnvelope>());
        BinaryCodec.DecodeServerBatch(Damaged(frame, seed));
    });

    [Fact]
    public void A_frame_cut_at_any_byte_never_throws()
    {
        var binary = BinaryCodec.EncodeClientBatch(ClientEnvelopes(seed: 7));
        for (var length = 0; length < binary.Length; length++)
        {
            DecodeEverywhere(binary.AsMemory(0, length));
        }

        var json = JsonOf(ClientEnvelopes(seed: 7));
        for (var length = 0; length < json.Length; length++)
        {
            JsonCodec.DecodeClientBatch(json.AsMemory(0, length), Limits).Error.ShouldNotBeNull();
        }
    }

    [Fact]
    public void A_client_frame_survives_both_forms() => ForAllSeeds(500, seed =>
    {
        var envelopes = ClientEnvelopes(seed);
        BinaryCodec.DecodeClientBatch(BinaryCodec.EncodeClientBatch(envelopes), Limits).Envelopes.ShouldBe(envelopes);
        JsonCodec.DecodeClientBatch(JsonOf(envelopes), Limits).Envelopes.ShouldBe(envelopes);
    });

    [Fact]
    public void Concatenated_elements_are_the_batch_of_all_envelopes() => ForAllSeeds(500, seed =>
    {
        var messages = new RandomMessages(seed);
        ServerEnvelope[] envelopes = [messages.Next<ServerEnvelope>(), messages.Next<ServerEnvelope>(), messages.Next<ServerEnvelope>()];
        byte[] batch = [.. envelopes.SelectMany(BinaryCodec.EncodeServerEnvelopeElement)];

        batch.ShouldBe(new ServerBatch { Envelopes = { envelopes } }.ToByteArray());
        BinaryCodec.DecodeServerBatch(batch).Envelopes.ShouldBe(envelopes);
    });

    [Fact]
    public void The_json_of_a_server_envelope_without_room_types_is_plain_protobuf_json() => ForAllSeeds(500, seed =>
    {
        var envelope = new RandomMessages(seed).Next<ServerEnvelope>();
        JsonParser.Default.Parse<ServerEnvelope>(Encoding.UTF8.GetString(JsonCodec.EncodeServerEnvelope(envelope))).ShouldBe(envelope);
    });

    [Fact]
    public void A_payload_survives_both_forms() => ForAllSeeds(500, seed =>
    {
        var command = new RandomMessages(seed).Next<FeedCommand>();
        Payload(command.ToByteString(), "").ShouldBe(command);
        Payload(ByteString.Empty, JsonFormatter.Default.Format(command)).ShouldBe(command);
    });

    [Fact]
    public void Damaged_payloads_never_throw() => ForAllSeeds(1000, seed =>
    {
        var command = new RandomMessages(seed).Next<FeedCommand>();
        var bytes = Damaged(command.ToByteArray(), seed);
        PayloadCodec.TryDecode(FeedCommand.Descriptor, ByteString.CopyFrom(bytes), "", Limits, out _, out _);
        var json = Encoding.Latin1.GetString(Damaged(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(command)), seed));
        PayloadCodec.TryDecode(FeedCommand.Descriptor, ByteString.Empty, json, Limits, out _, out _);
    });

    private static void ForAllSeeds(int count, Action<int> property) => Prop
        .ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), property)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(count)));

    private static ClientEnvelope[] ClientEnvelopes(int seed)
    {
        var messages = new RandomMessages(seed);
        return [messages.Next<ClientEnvelope>(), messages.Next<ClientEnvelope>()];
    }

    private static byte[] JsonOf(IEnumerable<ClientEnvelope> envelopes) =>
        Encoding.UTF8.GetBytes("[" + string.Join(',', envelopes.Select(envelope => JsonFormatter.Default.Format(envelope))) + "]");

    private static byte[] Damaged(byte[] frame, int seed)
    {
        var random = new Random(seed);
        var damaged = random.Next(4) == 0 ? frame[..random.Next(frame.Length + 1)] : [.. frame];
        for (var count = random.Next(1, 4); count > 0 && damaged.Length > 0; count--)
        {
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        }

        return damaged;
    }

    private static void DecodeEverywhere(ReadOnlyMemory<byte> bytes)
    {
        BinaryCodec.DecodeClientBatch(bytes, Limits);
        BinaryCodec.DecodeServerBatch(bytes);
        JsonCodec.DecodeClientBatch(bytes, Limits);
        PayloadCodec.TryDecode(ChatCommand.Descriptor, ByteString.CopyFrom(bytes.Span), "", Limits, out _, out _);
        PayloadCodec.TryDecode(ChatCommand.Descriptor, ByteString.Empty, Encoding.UTF8.GetString(bytes.Span), Limits, out _, out _);
    }

    private static IMessage Payload(ByteString binary, string json)
    {
        PayloadCodec.TryDecode(FeedCommand.Descriptor, binary, json, Limits, out var message, out var error).ShouldBeTrue(error);
        return message!;
    }
}
