using GameServer.Protocol.Patches;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A map whose rows are replaced when they differ: scalars, enums, well-known types.</summary>
internal sealed class ValueMapPlan<TMessage, TKey, TValue>(
    FieldDescriptor field, PropertyAccess<TMessage, MapField<TKey, TValue>> access, ValueKind<TKey> keys, ValueKind<TValue> values)
    : MapPlan<TMessage, TKey, TValue, TValue>(field, access, keys, values)
    where TMessage : class, IMessage<TMessage>, new()
    where TKey : notnull
{
    protected override TValue AdoptValue(TValue live) => Values.Copy(live);

    protected override TValue RestoreValue(TValue stored) => Values.Copy(stored);

    protected override int SkipSame(
        ref LinkedListNode<KeyValuePair<TKey, TValue>>? live, MapRow<TKey, TValue>[] rows, int from, int to)
    {
        var (node, index) = (live, from);
        while (node is not null && index < to
            && EqualityComparer<TKey>.Default.Equals(node.ValueRef.Key, rows[index].Key)
            && Values.Same(node.ValueRef.Value, rows[index].Stored))
        {
            node = node.Next;
            index++;
        }

        live = node;
        return index;
    }

    protected override bool DiffValue(TValue live, TValue stored, DiffWalk walk, out TValue next, out int nextSize)
    {
        next = stored;
        nextSize = 0;
        if (Values.Same(live, stored))
        {
            return false;
        }

        WriteReplace(live, walk);
        next = Values.Copy(live);
        nextSize = Values.Size(next);
        return true;
    }

    protected override void HashValue(TValue stored, ref HashLanes lanes) => Values.Hash(stored, ref lanes);

    protected override int SizeValue(TValue stored) => Values.Size(stored);
}
