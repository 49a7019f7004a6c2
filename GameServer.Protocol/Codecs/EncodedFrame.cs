#if NET10_0_OR_GREATER
using GameServer.Protocol.V1;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Codecs;

/// <summary>An envelope in one form.</summary>
/// <param name="Bytes">Empty after a failure.</param>
/// <param name="Failure">Why it cannot be written in this form; null when it can.</param>
/// <param name="IsLasting">The bytes never change; else they hold only until whoever handed them in goes on.</param>
internal readonly record struct EncodedFrame(ReadOnlyMemory<byte> Bytes, Exception? Failure, bool IsLasting = true)
{
    // What an author puts into a payload can be beyond a form: JSON has no word for a Timestamp with negative nanos. Those who get the
    // frame in another form, and the room that sent it, go on.
    internal static EncodedFrame Of(
        ServerEnvelope envelope,
        Func<ServerEnvelope, MessageDescriptor?, MessageDescriptor?, byte[]> encode,
        MessageDescriptor? stateType = null,
        MessageDescriptor? eventType = null)
    {
        try
        {
            return new EncodedFrame(encode(envelope, stateType, eventType), null);
        }
        catch (Exception failure)
        {
            return new EncodedFrame(ReadOnlyMemory<byte>.Empty, failure);
        }
    }
}
#endif
