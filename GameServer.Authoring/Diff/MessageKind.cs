using GameServer.Protocol.Patches;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>Messages that are compared and sent whole: items of repeated fields and the well-known types.</summary>
internal sealed class MessageKind<TMessage> : ValueKind<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
{
    private static MessagePlan<TMessage> Plan => MessagePlan<TMessage>.Instance;

    internal override WireFormat.WireType WireType => WireFormat.WireType.LengthDelimited;

    internal override bool Same(TMessage left, TMessage right) =>
        left is null || right is null ? left is null && right is null : Plan.Same(left, right);

    internal override bool IsDefault(TMessage value) => value is null;

    internal override void Write(PatchWriter writer, TMessage value)
    {
        var mark = writer.Frame.BeginLength();
        Plan.Write(value, writer);
        writer.Frame.EndLength(mark);
    }

    internal override int Size(TMessage value) => PatchWriter.LengthSize(Plan.Size(value));

    internal override void Hash(TMessage value, ref HashLanes lanes) => lanes.Digest(Plan.Hash(value));

    internal override TMessage Copy(TMessage value) => value is null ? value! : Plan.Copy(value);
}
