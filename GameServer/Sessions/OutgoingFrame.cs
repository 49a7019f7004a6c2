using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf.Reflection;

namespace GameServer.Sessions;

/// <summary>
/// One envelope on its way to one or many clients: encoded at most once per form, on first use, and shared by all outboxes.
/// Safe to read from any thread; two that race for the first use encode the same bytes twice, and one copy stays. A form in which the
/// envelope cannot be written stays so: it is not tried again.
/// </summary>
/// <param name="envelope">Not changed after this.</param>
/// <param name="stateType">The room's state type, for the JSON form of patches; null when the envelope holds no room payload.</param>
/// <param name="eventType">The room's event type, likewise.</param>
internal sealed class OutgoingFrame(ServerEnvelope envelope, MessageDescriptor? stateType = null, MessageDescriptor? eventType = null)
{
    private EncodedFrame? _binary;
    private EncodedFrame? _json;

    internal ServerEnvelope Envelope => envelope;

    internal MessageDescriptor? StateType => stateType;

    internal MessageDescriptor? EventType => eventType;

    /// <summary>The envelope as one element of a ServerBatch: concatenated elements are a batch.</summary>
    internal EncodedFrame Binary => _binary ??= EncodedFrame.Of(() => BinaryCodec.EncodeServerEnvelopeElement(envelope));

    /// <summary>The envelope as one JSON object in UTF-8, an element of the array that is a batch.</summary>
    internal EncodedFrame Json => _json ??= EncodedFrame.Of(() => JsonCodec.EncodeServerEnvelope(envelope, stateType, eventType));

    /// <summary>The envelope for a connection of that form.</summary>
    internal EncodedFrame In(Subprotocol form) => form switch
    {
        Subprotocol.Binary => Binary,
        Subprotocol.Json => Json,
    };
}

/// <summary>An envelope in one form.</summary>
/// <param name="Bytes">Empty after a failure.</param>
/// <param name="Failure">Why it cannot be written in this form; null when it can.</param>
internal sealed record EncodedFrame(ReadOnlyMemory<byte> Bytes, Exception? Failure)
{
    // What an author puts into a payload can be beyond a form: JSON has no word for a Timestamp with negative nanos. Those who get the
    // frame in another form, and the room that sent it, go on.
    internal static EncodedFrame Of(Func<byte[]> encode)
    {
        try
        {
            return new EncodedFrame(encode(), null);
        }
        catch (Exception failure)
        {
            return new EncodedFrame(ReadOnlyMemory<byte>.Empty, failure);
        }
    }
}
