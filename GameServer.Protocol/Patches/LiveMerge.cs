using GameServer.Protocol.Codecs;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>
/// Merges bytes into a message that already exists, dropping unknown fields. The runtime has that only behind a parser that makes its
/// own messages; so this is a message whose every read goes to the live one.
/// </summary>
internal sealed class LiveMerge(IMessage live) : IMessage<LiveMerge>, IBufferMessage
{
    public MessageDescriptor Descriptor => live.Descriptor;

    /// <summary>False when the bytes are malformed.</summary>
    internal static bool TryInto(IMessage live, ByteString bytes)
    {
        if (bytes.IsEmpty)
        {
            return true;
        }

        try
        {
            new MessageParser<LiveMerge>(() => new LiveMerge(live)).WithDiscardUnknownFields(true).ParseFrom(bytes.Span);
            return true;
        }
        catch (Exception fault) when (fault is InvalidOperationException || WireFault.Is(fault))
        {
            // The first is what the runtime throws for a wrapper message that is cut off, and for nothing else.
            return false;
        }
    }

    public void InternalMergeFrom(ref ParseContext input) => ((IBufferMessage)live).InternalMergeFrom(ref input);

    public void InternalWriteTo(ref WriteContext output) => ((IBufferMessage)live).InternalWriteTo(ref output);

    public void MergeFrom(CodedInputStream input) => live.MergeFrom(input);

    public void MergeFrom(LiveMerge message) => throw new NotSupportedException("Only bytes are merged.");

    public void WriteTo(CodedOutputStream output) => live.WriteTo(output);

    public int CalculateSize() => live.CalculateSize();

    public LiveMerge Clone() => throw new NotSupportedException("Only bytes are merged.");

    public bool Equals(LiveMerge? other) => ReferenceEquals(this, other);
}
