#if NET10_0_OR_GREATER
using System.Buffers;
using System.Text;
using System.Text.Json;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Codecs;

/// <summary>
/// The frames of the subprotocol gameserver.v1.json: a text message is an array of envelopes in protobuf JSON, where a command's
/// payload is the room type's command message as an object.
/// </summary>
public static class JsonCodec
{
    private const string PayloadName = "payload";

    /// <summary>Decodes a message from a client, which is not trusted.</summary>
    public static DecodeResult<ClientEnvelope> DecodeClientBatch(ReadOnlySequence<byte> message, CodecLimits limits) =>
        DecodeClientBatch(message.IsSingleSegment ? message.First : message.ToArray(), limits);

    /// <inheritdoc cref="DecodeClientBatch(ReadOnlySequence{byte}, CodecLimits)" />
    public static DecodeResult<ClientEnvelope> DecodeClientBatch(ReadOnlyMemory<byte> message, CodecLimits limits)
    {
        using var document = JsonText.Read(message, limits, out var error);
        if (document is null)
        {
            return DecodeResult<ClientEnvelope>.Failed(error!);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return DecodeResult<ClientEnvelope>.Failed(DecodeErrorKind.NotABatch, "A batch is a JSON array of envelopes.");
        }

        if (document.RootElement.GetArrayLength() > limits.EnvelopesPerBatchMax)
        {
            return DecodeResult<ClientEnvelope>.Failed(
                DecodeErrorKind.TooManyEnvelopes, $"The batch has more than {limits.EnvelopesPerBatchMax} envelopes.");
        }

        var envelopes = new List<ClientEnvelope>(1);
        foreach (var element in document.RootElement.EnumerateArray())
        {
            if (DecodeEnvelope(element, limits, out error) is not { } envelope)
            {
                return DecodeResult<ClientEnvelope>.Failed(error!);
            }

            envelopes.Add(envelope);
        }

        return DecodeResult<ClientEnvelope>.Of(envelopes);
    }

    /// <summary>
    /// Encodes one envelope as a JSON object; a text message is `[`, such objects with `,` between them, and `]`. With the room's types
    /// its payloads and patches are written as their JSON; without, as plain protobuf JSON, which has base64 for bytes.
    /// </summary>
    public static byte[] EncodeServerEnvelope(ServerEnvelope envelope, MessageDescriptor? state = null, MessageDescriptor? roomEvent = null)
    {
        if (envelope.KindCase is not (ServerEnvelope.KindOneofCase.Update or ServerEnvelope.KindOneofCase.Member)
            || state is null || roomEvent is null)
        {
            return CompactJson.Write(json => json.WriteMessage(envelope));
        }

        return CompactJson.Write(json => new RoomFrameJson(json, state, roomEvent).Write(envelope));
    }

    private static ClientEnvelope? DecodeEnvelope(JsonElement element, CodecLimits limits, out DecodeError? error)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            error = new DecodeError(DecodeErrorKind.NotABatch, "An envelope is a JSON object.");
            return null;
        }

        var payload = element.TryGetProperty("command", out var command) && command.ValueKind == JsonValueKind.Object
            && command.TryGetProperty(PayloadName, out var value) && value.ValueKind == JsonValueKind.Object
                ? value.GetRawText()
                : null;
        var json = payload is null ? element.GetRawText() : WithoutPayload(element);
        if (JsonText.Parse(json, ClientEnvelope.Descriptor, limits, out error) is not ClientEnvelope envelope)
        {
            return null;
        }

        error = WireInspector.ForEnvelopes(limits).Inspect(envelope.ToByteArray(), ClientEnvelope.Descriptor);
        if (error is not null)
        {
            return null;
        }

        if (payload is not null)
        {
            envelope.Command.PayloadJson = payload;
        }

        return envelope;
    }

    private static string WithoutPayload(JsonElement envelope)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in envelope.EnumerateObject())
            {
                if (!property.NameEquals("command"))
                {
                    property.WriteTo(writer);
                    continue;
                }

                writer.WriteStartObject(property.Name);
                foreach (var field in property.Value.EnumerateObject().Where(field => !field.NameEquals(PayloadName)))
                {
                    field.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
#endif
