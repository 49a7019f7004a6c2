using GameServer.Protocol.Patches;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A singular field that is sent whole: scalars, enums, wrappers and other well-known types.</summary>
internal sealed class ValuePlan<TMessage, TValue>(FieldDescriptor field, PropertyAccess<TMessage, TValue> access, ValueKind<TValue> kind)
    : FieldPlan<TMessage>(field), IValuePlan<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <summary>Merging a message into one that is there keeps what the new one leaves out.</summary>
    private readonly bool _clearsFirst = field.FieldType == FieldType.Message;

    internal override bool Same(TMessage left, TMessage right) =>
        access.Has(left) == access.Has(right) && kind.Same(access.Get(left), access.Get(right));

    public void Diff(TMessage live, TMessage published, DiffWalk walk, ref int size)
    {
        var (value, old) = (access.Get(live), access.Get(published));
        var has = access.Has(live);
        if (!has || (access.Has(published) && (_clearsFirst || kind.IsUnmergeable(value) || kind.IsUnmergeable(old))))
        {
            walk.Clear(Number);
        }

        if (has)
        {
            WriteValue(value, walk.Writer);
        }

        size += Size(live, value) - Size(published, old);
    }

    internal override void Write(TMessage message, PatchWriter writer)
    {
        var value = access.Get(message);
        if (IsWritten(message, value))
        {
            WriteValue(value, writer);
        }
    }

    internal override int Size(TMessage message) => Size(message, access.Get(message));

    internal override void Hash(TMessage message, ref HashLanes lanes)
    {
        var value = access.Get(message);
        if (access.HasPresence ? access.Has(message) : !kind.HashesAsDefault(value))
        {
            lanes.Word((uint)Number);
            kind.Hash(value, ref lanes);
        }
    }

    internal override void Copy(TMessage from, TMessage to)
    {
        if (access.Has(from))
        {
            access.Set(to, kind.Copy(access.Get(from)));
        }
        else if (access.Has(to))
        {
            access.Clear(to);
        }
    }

    private int Size(TMessage message, TValue value) =>
        IsWritten(message, value) ? PatchWriter.TagSize(Number) + kind.Size(value) : 0;

    private bool IsWritten(TMessage message, TValue value) => access.HasPresence ? access.Has(message) : !kind.IsDefault(value);

    private void WriteValue(TValue value, PatchWriter writer)
    {
        writer.Frame.WriteTag(Number, kind.WireType);
        kind.Write(writer, value);
    }
}
