using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf.Reflection;

namespace GameServer.Sessions;

/// <summary>
/// One envelope on its way to one or many clients: encoded at most once per form, on first use, and shared by all outboxes.
/// Safe to read from any thread; two that race for the first use encode the same bytes twice, and one copy stays.
/// </summary>
/// <param name="envelope">Not changed after this.</param>
/// <param name="stateType">The room's state type, for the JSON form of patches; null when the envelope holds no room payload.</param>
/// <param name="eventType">The room's event type, likewise.</param>
internal sealed class OutgoingFrame(ServerEnvelope envelope, MessageDescriptor? stateType = null, MessageDescriptor? eventType = null)
{
    private byte[]? _binary;
    private byte[]? _json;

    internal ServerEnvelope Envelope => envelope;

    internal MessageDescriptor? StateType => stateType;

    internal MessageDescriptor? EventType => eventType;

    /// <summary>The envelope as one element of a ServerBatch: concatenated elements are a batch.</summary>
    internal ReadOnlyMemory<byte> Binary => _binary ??= BinaryCodec.EncodeServerEnvelopeElement(envelope);

    /// <summary>The envelope as one JSON object in UTF-8, an element of the array that is a batch.</summary>
    internal ReadOnlyMemory<byte> Json => _json ??= JsonCodec.EncodeServerEnvelope(envelope, stateType, eventType);

    /// <summary>The bytes for a connection of that form.</summary>
    internal ReadOnlyMemory<byte> In(Subprotocol form) => form switch
    {
        Subprotocol.Binary => Binary,
        Subprotocol.Json => Json,
    };
}
