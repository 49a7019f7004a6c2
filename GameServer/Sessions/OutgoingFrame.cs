using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Sessions;

/// <summary>
/// One envelope on its way to one or many clients: encoded at most once per form, on first use, and shared by all outboxes.
/// Safe to read from any thread.
/// </summary>
/// <param name="envelope">Not changed after this.</param>
/// <param name="stateType">The room's state type, for the JSON form of patches; null when the envelope holds no room payload.</param>
/// <param name="eventType">The room's event type, likewise.</param>
internal sealed class OutgoingFrame(ServerEnvelope envelope, MessageDescriptor? stateType = null, MessageDescriptor? eventType = null)
{
    private byte[]? _binary;

    internal ServerEnvelope Envelope => envelope;

    internal MessageDescriptor? StateType => stateType;

    internal MessageDescriptor? EventType => eventType;

    /// <summary>The envelope as one element of a ServerBatch: concatenated elements are a batch.</summary>
    internal ReadOnlyMemory<byte> Binary => _binary ??= new ServerBatch { Envelopes = { envelope } }.ToByteArray();
}
