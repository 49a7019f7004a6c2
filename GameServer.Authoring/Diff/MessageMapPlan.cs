using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A map of messages that patches go into: the entities of a room.</summary>
internal sealed class MessageMapPlan<TMessage, TKey, TValue>(
    FieldDescriptor field, PropertyAccess<TMessage, MapField<TKey, TValue>> access, ValueKind<TKey> keys)
    : MapPlan<TMessage, TKey, TValue, MessageShadow<TValue>>(field, access, keys, new MessageKind<TValue>())
    where TMessage : class, IMessage<TMessage>, new()
    where TKey : notnull
    where TValue : class, IMessage<TValue>, new()
{
    private static MessagePlan<TValue> Plan => MessagePlan<TValue>.Instance;

    protected override MessageShadow<TValue> AdoptValue(TValue live) => Plan.Adopt(live);

    protected override TValue RestoreValue(MessageShadow<TValue> stored) => Plan.Restore(stored);

    protected override bool DiffValue(
        TValue live, MessageShadow<TValue> stored, DiffWalk walk, out StatePatch? nested, out MessageShadow<TValue> next)
    {
        next = stored;
        nested = Plan.Diff(live, stored, walk);
        return nested is not null;
    }

    protected override void HashValue(MessageShadow<TValue> stored, ref HashLanes lanes) => lanes.Digest(stored.Pending.Digest);

    protected override int SizeValue(MessageShadow<TValue> stored) => PatchWriter.LengthSize(stored.Pending.Size);
}
