using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A map of messages that patches go into: the entities of a room.</summary>
internal sealed class MessageMapPlan<TMessage, TKey, TValue>(
    FieldDescriptor field, PropertyAccess<TMessage, MapField<TKey, TValue>> access, ValueKind<TKey> keys)
    : MapPlan<TMessage, TKey, TValue, SeenMessage<TValue>>(field, access, keys, new MessageKind<TValue>())
    where TMessage : class, IMessage<TMessage>, new()
    where TKey : notnull
    where TValue : class, IMessage<TValue>, new()
{
    private SkipSame<TKey, TValue, SeenMessage<TValue>>? _skipSame;

    private static MessagePlan<TValue> Plan => MessagePlan<TValue>.Instance;

    protected override SeenMessage<TValue> AdoptValue(TValue live)
    {
        var shadow = Plan.Adopt(live);
        return new SeenMessage<TValue>(shadow.Values, shadow);
    }

    protected override TValue RestoreValue(SeenMessage<TValue> stored) => Plan.Restore(stored.Shadow);

    protected override int SkipSame(
        ref LinkedListNode<KeyValuePair<TKey, TValue>>? live, MapRow<TKey, SeenMessage<TValue>>[] rows, int from, int to) =>
        Plan.IsFlat ? (_skipSame ??= Plan.CompileSkipSame<TKey>())(ref live, rows, from, to) : from;

    protected override bool DiffValue(
        TValue live, SeenMessage<TValue> stored, DiffWalk walk, out SeenMessage<TValue> next, out int nextSize)
    {
        var start = walk.Frame.Length;
        walk.Frame.WriteTag(RowPatch.PatchFieldNumber, WireFormat.WireType.LengthDelimited);
        var mark = walk.Frame.BeginLength();
        var differs = Plan.Diff(live, stored.Shadow, walk);
        next = stored;
        nextSize = PatchWriter.LengthSize(stored.Shadow.ProposedSize);
        if (differs && walk.MayNest)
        {
            walk.Frame.EndLength(mark);
            return true;
        }

        walk.Frame.Truncate(start);
        if (differs)
        {
            WriteReplace(live, walk);
        }

        return differs;
    }

    protected override void HashValue(SeenMessage<TValue> stored, ref HashLanes lanes) =>
        lanes.Digest(Plan.HashPublished(stored.Shadow));

    protected override int SizeValue(SeenMessage<TValue> stored) => PatchWriter.LengthSize(stored.Shadow.Size);
}
