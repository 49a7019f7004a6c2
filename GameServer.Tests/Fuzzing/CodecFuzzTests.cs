using GameServer.Games.Chat;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Fuzzing;

/// <summary>Damaged batches, in both forms and both directions.</summary>
public sealed class CodecFuzzTests
{
    private static readonly CodecLimits Limits = CodecLimits.Default;

    [Fact]
    public void Whatever_a_client_sends_in_binary_is_decoded_alike_by_both_readers_or_refused() =>
        Fuzz.Run(nameof(CodecFuzzTests), 20_000, DecodeBinary);

    [Fact]
    public void Whatever_a_client_sends_in_JSON_is_decoded_or_refused() => Fuzz.Run(nameof(CodecFuzzTests), 10_000, DecodeJson);

    [Fact]
    public void Whatever_a_server_sends_is_decoded_or_refused() => Fuzz.Run(nameof(CodecFuzzTests), 5_000, DecodeServer);

    internal static void DecodeBinary(FuzzCase one)
    {
        var bytes = one.Mutate(FuzzCorpus.Binary);
        var decoded = BinaryCodec.DecodeClientBatch(bytes.AsMemory(), Limits);
        ShouldBeWhole(decoded);
        if (CommandFields.AreAll(bytes, Limits.EnvelopesPerBatchMax))
        {
            decoded.Error.ShouldBeNull();
            ShouldBeRead(bytes, decoded.Envelopes);
        }
    }

    internal static void DecodeJson(FuzzCase one) =>
        ShouldBeWhole(JsonCodec.DecodeClientBatch(one.Mutate(FuzzCorpus.Json, FuzzCorpus.JsonTokens).AsMemory(), Limits));

    private static void DecodeServer(FuzzCase one)
    {
        var decoded = BinaryCodec.DecodeServerBatch(one.Mutate(FuzzCorpus.FromServers));
        (decoded.Error is null || decoded.Envelopes.Count == 0).ShouldBeTrue();
    }

    // What was taken is within the limits and says the same when it is sent again.
    private static void ShouldBeWhole(DecodeResult<ClientEnvelope> decoded)
    {
        if (decoded.Error is not null)
        {
            decoded.Envelopes.ShouldBeEmpty();
            return;
        }

        var again = BinaryCodec.DecodeClientBatch(BinaryCodec.EncodeClientBatch(decoded.Envelopes).AsMemory(), Limits);
        again.Error.ShouldBeNull();
        again.Envelopes.ShouldBe(decoded.Envelopes);
        foreach (var command in decoded.Envelopes.Select(envelope => envelope.Command).OfType<Command>())
        {
            var isDecoded = PayloadCodec.TryDecode(
                ChatCommand.Descriptor, command.Payload, command.PayloadJson, Limits, out var message, out var sentence);
            (isDecoded ? message is not null : !string.IsNullOrEmpty(sentence)).ShouldBeTrue();
        }
    }

    private static void ShouldBeRead(ReadOnlySpan<byte> rest, IReadOnlyList<ClientEnvelope> envelopes)
    {
        foreach (var envelope in envelopes)
        {
            CommandFields.TryTake(ref rest, out var fields).ShouldBeTrue();
            (fields.Room, fields.Number, fields.RepliesSeen, fields.RequestId).ShouldBe(
                (envelope.Command.Room, envelope.Command.CommandSeq, envelope.Command.RepliesSeen, envelope.RequestId));
            fields.Payload.SequenceEqual(envelope.Command.Payload.Span).ShouldBeTrue();
        }

        rest.IsEmpty.ShouldBeTrue();
    }
}
