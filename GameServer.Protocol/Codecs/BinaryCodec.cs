using System.Buffers;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Protocol.Codecs;

/// <summary>
/// The frames of the subprotocol gameserver.v1.proto. Unknown fields are dropped; an unknown kind is an envelope of kind None.
/// </summary>
public static class BinaryCodec
{
    private static readonly MessageParser<ClientEnvelope> ClientEnvelopes = ClientEnvelope.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<ServerBatch> ServerBatches = ServerBatch.Parser.WithDiscardUnknownFields(true);

    /// <summary>Decodes a message from a client, which is not trusted.</summary>
    public static DecodeResult<ClientEnvelope> DecodeClientBatch(ReadOnlySequence<byte> message, CodecLimits limits) =>
        message.IsSingleSegment
            ? DecodeClientBatch(message.First.Span, limits)
            : DecodeClientBatch(message.ToArray().AsSpan(), limits);

    /// <inheritdoc cref="DecodeClientBatch(ReadOnlySequence{byte}, CodecLimits)" />
    public static DecodeResult<ClientEnvelope> DecodeClientBatch(ReadOnlyMemory<byte> message, CodecLimits limits) =>
        DecodeClientBatch(message.Span, limits);

    /// <summary>Decodes a message from a gateway, which is trusted as far as sizes go.</summary>
    public static DecodeResult<ServerEnvelope> DecodeServerBatch(ReadOnlyMemory<byte> message)
    {
        try
        {
            return DecodeResult<ServerEnvelope>.Of(ServerBatches.ParseFrom(message.Span).Envelopes);
        }
        catch (Exception fault) when (WireFault.Is(fault))
        {
            return DecodeResult<ServerEnvelope>.Failed(DecodeErrorKind.Malformed, "The bytes are not an encoded batch.");
        }
    }

    /// <summary>Encodes one envelope as a batch of one. Such batches, concatenated, are the batch of all their envelopes.</summary>
    public static byte[] EncodeServerEnvelopeElement(ServerEnvelope envelope)
    {
        var element = new byte[CodedOutputStream.ComputeTagSize(ServerBatch.EnvelopesFieldNumber) +
            CodedOutputStream.ComputeMessageSize(envelope)];
        var output = new CodedOutputStream(element);
        output.WriteTag(ServerBatch.EnvelopesFieldNumber, WireFormat.WireType.LengthDelimited);
        output.WriteMessage(envelope);
        output.CheckNoSpaceLeft();
        return element;
    }

    /// <summary>Encodes a message of a client.</summary>
    public static byte[] EncodeClientBatch(IEnumerable<ClientEnvelope> envelopes) =>
        new ClientBatch { Envelopes = { envelopes } }.ToByteArray();

    private static DecodeResult<ClientEnvelope> DecodeClientBatch(ReadOnlySpan<byte> message, CodecLimits limits)
    {
        var inspector = WireInspector.ForEnvelopes(limits);
        var envelopes = new List<ClientEnvelope>(1);
        var reader = new WireReader(message);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadField(out var number, out var lengthDelimited, out var content))
            {
                return DecodeResult<ClientEnvelope>.Failed(DecodeErrorKind.Malformed, "The bytes are not an encoded batch.");
            }

            if (number != ClientBatch.EnvelopesFieldNumber || !lengthDelimited)
            {
                continue;
            }

            if (envelopes.Count == limits.EnvelopesPerBatchMax)
            {
                return DecodeResult<ClientEnvelope>.Failed(
                    DecodeErrorKind.TooManyEnvelopes, $"The batch has more than {limits.EnvelopesPerBatchMax} envelopes.");
            }

            if (inspector.Inspect(content, ClientEnvelope.Descriptor) is { } error)
            {
                return DecodeResult<ClientEnvelope>.Failed(error);
            }

            try
            {
                envelopes.Add(ClientEnvelopes.ParseFrom(content));
            }
            catch (InvalidProtocolBufferException)
            {
                return DecodeResult<ClientEnvelope>.Failed(DecodeErrorKind.Malformed, "The bytes are not an encoded envelope.");
            }
        }

        return DecodeResult<ClientEnvelope>.Of(envelopes);
    }
}
