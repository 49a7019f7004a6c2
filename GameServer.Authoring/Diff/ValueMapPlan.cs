using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
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

    protected override bool DiffValue(TValue live, TValue stored, DiffWalk walk, out StatePatch? nested, out TValue next)
    {
        nested = null;
        next = stored;
        if (Values.Same(live, stored))
        {
            return false;
        }

        next = Values.Copy(live);
        return true;
    }

    protected override void HashValue(TValue stored, ref HashLanes lanes) => Values.Hash(stored, ref lanes);

    protected override int SizeValue(TValue stored) => Values.Size(stored);
}
