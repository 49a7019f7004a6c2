using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
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

    public void Diff(TMessage live, TMessage published, PatchWriter writer, ref StatePatch? patch)
    {
        if (Same(live, published))
        {
            return;
        }

        var had = access.Has(published);
        var value = access.Get(live);
        if (!access.Has(live) || (had && (_clearsFirst || kind.IsUnmergeable(value) || kind.IsUnmergeable(access.Get(published)))))
        {
            patch ??= new StatePatch();
            patch.Cleared.Add((uint)Number);
        }

        if (access.Has(live))
        {
            writer.Tag(Number, kind.WireType);
            kind.Write(writer, value);
        }
    }

    internal override void Write(TMessage message, PatchWriter writer)
    {
        var value = access.Get(message);
        if (access.HasPresence ? access.Has(message) : !kind.IsDefault(value))
        {
            writer.Tag(Number, kind.WireType);
            kind.Write(writer, value);
        }
    }

    internal override int Measure(TMessage message, ref HashLanes lanes)
    {
        var value = access.Get(message);
        if (access.HasPresence ? !access.Has(message) : kind.IsDefault(value))
        {
            return 0;
        }

        if (access.HasPresence || !kind.HashesAsDefault(value))
        {
            lanes.Word((uint)Number);
            kind.Hash(value, ref lanes);
        }

        return PatchWriter.TagSize(Number) + kind.Size(value);
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
}
