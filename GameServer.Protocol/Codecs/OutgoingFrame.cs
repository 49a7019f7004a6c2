#if NET10_0_OR_GREATER
using GameServer.Protocol.V1;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Codecs;

/// <summary>
/// One envelope on its way to one or many clients: encoded at most once per form, on first use. It is made from an envelope, or, where
/// frames are many, from bytes that are there already; each is made from the other when asked for. Used by one thread at a time. A form in
/// which the envelope cannot be written stays so: it is not tried again.
/// </summary>
internal sealed class OutgoingFrame
{
    private ServerEnvelope? _envelope;
    private MessageDescriptor? _stateType;
    private MessageDescriptor? _eventType;
    private EncodedFrame? _binary;
    private EncodedFrame? _json;

    /// <summary>A frame that is to be something yet.</summary>
    internal OutgoingFrame()
    {
    }

    /// <param name="envelope">Not changed after this.</param>
    /// <param name="stateType">The room's state type, for the JSON form of patches; null when the envelope holds no room payload.</param>
    /// <param name="eventType">The room's event type, likewise.</param>
    internal OutgoingFrame(ServerEnvelope envelope, MessageDescriptor? stateType = null, MessageDescriptor? eventType = null)
    {
        (_envelope, _stateType, _eventType) = (envelope, stateType, eventType);
    }

    internal ServerEnvelope Envelope => _envelope ??= BinaryCodec.DecodeServerBatch(Binary.Bytes).Envelopes[0];

    /// <summary>The envelope as one element of a ServerBatch: concatenated elements are a batch.</summary>
    internal ref readonly EncodedFrame Binary
    {
        get
        {
            _binary ??= EncodedFrame.Of(Envelope, static (frame, _, _) => BinaryCodec.EncodeServerEnvelopeElement(frame));
            return ref Nullable.GetValueRefOrDefaultRef(in _binary);
        }
    }

    /// <summary>The envelope as one JSON object in UTF-8, an element of the array that is a batch.</summary>
    internal ref readonly EncodedFrame Json
    {
        get
        {
            _json ??= EncodedFrame.Of(Envelope, JsonCodec.EncodeServerEnvelope, _stateType, _eventType);
            return ref Nullable.GetValueRefOrDefaultRef(in _json);
        }
    }

    /// <summary>From now on this is the frame with these bytes, an element of a ServerBatch, which hold until it is another one.</summary>
    internal void Is(ReadOnlyMemory<byte> element, MessageDescriptor stateType, MessageDescriptor eventType)
    {
        (_envelope, _json) = (null, null);
        (_stateType, _eventType) = (stateType, eventType);
        _binary = new EncodedFrame(element, null, IsLasting: false);
    }
}
#endif
