using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A singular message that patches go into.</summary>
internal sealed class MessageFieldPlan<TMessage, TField>(FieldDescriptor field, PropertyAccess<TMessage, TField?> access)
    : TreePlan<TMessage>(field), IMergedPlan<TMessage>, INestedPlan<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
    where TField : class, IMessage<TField>, new()
{
    private static MessagePlan<TField> Plan => MessagePlan<TField>.Instance;

    internal override bool Same(TMessage left, TMessage right)
    {
        var (first, second) = (access.Get(left), access.Get(right));
        return first is null || second is null ? first is null && second is null : Plan.Same(first, second);
    }

    internal override void Write(TMessage message, PatchWriter writer)
    {
        if (access.Get(message) is { } value)
        {
            WriteWhole(value, writer);
        }
    }

    internal override int Size(TMessage message) => access.Get(message) is { } value ? FieldSize(Plan.Size(value)) : 0;

    internal override void Hash(TMessage message, ref HashLanes lanes)
    {
        if (access.Get(message) is { } value)
        {
            lanes.Word((uint)Number);
            lanes.Digest(Plan.Hash(value));
        }
    }

    internal override void Copy(TMessage from, TMessage to)
    {
        if (access.Get(from) is { } value)
        {
            access.Set(to, Plan.Copy(value));
        }
    }

    internal override Shadow Adopt(TMessage live) =>
        new MessageFieldShadow<TField>(access.Get(live) is { } value ? Plan.Adopt(value) : null);

    public void DiffMerged(TMessage live, Shadow shadow, DiffWalk walk, ref int size)
    {
        var field = (MessageFieldShadow<TField>)shadow;
        var value = access.Get(live);
        if (value is null)
        {
            if (field.Message is { } gone)
            {
                walk.Clear(Number);
                Propose(field, null, walk);
                size -= FieldSize(gone.Size);
            }
        }
        else if (field.Message is not { } published)
        {
            WriteWhole(value, walk.Writer);
            var adopted = Plan.Adopt(value);
            Propose(field, adopted, walk);
            size += FieldSize(adopted.Size);
        }
        else if (!walk.MayNest)
        {
            DiffWhole(value, published, walk, ref size);
        }
    }

    public void DiffNested(TMessage live, Shadow shadow, DiffWalk walk, ref int size)
    {
        if (!walk.MayNest || access.Get(live) is not { } value || ((MessageFieldShadow<TField>)shadow).Message is not { } published)
        {
            return;
        }

        var frame = walk.Frame;
        var start = frame.Length;
        frame.WriteTag(StatePatch.MessagesFieldNumber, WireFormat.WireType.LengthDelimited);
        var message = frame.BeginLength();
        frame.WriteTag(MessagePatch.FieldFieldNumber, WireFormat.WireType.Varint);
        frame.WriteVarint((uint)Number);
        frame.WriteTag(MessagePatch.PatchFieldNumber, WireFormat.WireType.LengthDelimited);
        var patch = frame.BeginLength();
        if (Plan.Diff(value, published, walk))
        {
            frame.EndLength(patch);
            frame.EndLength(message);
            size += FieldSize(published.ProposedSize) - FieldSize(published.Size);
        }
        else
        {
            frame.Truncate(start);
        }
    }

    internal override void Restore(Shadow shadow, TMessage to)
    {
        if (((MessageFieldShadow<TField>)shadow).Message is { } message)
        {
            access.Set(to, Plan.Restore(message));
        }
    }

    internal override void HashPublished(Shadow shadow, ref HashLanes lanes)
    {
        if (((MessageFieldShadow<TField>)shadow).Message is { } message)
        {
            lanes.Word((uint)Number);
            lanes.Digest(Plan.HashPublished(message));
        }
    }

    private static void Propose(MessageFieldShadow<TField> field, MessageShadow<TField>? message, DiffWalk walk)
    {
        field.Propose(message);
        walk.Changed(field);
    }

    /// <summary>Below the nesting limit of patches; the patch is made only to learn what differs.</summary>
    private void DiffWhole(TField value, MessageShadow<TField> published, DiffWalk walk, ref int size)
    {
        var start = walk.Frame.Length;
        if (Plan.Diff(value, published, walk))
        {
            walk.Frame.Truncate(start);
            walk.Clear(Number);
            WriteWhole(value, walk.Writer);
            size += FieldSize(published.ProposedSize) - FieldSize(published.Size);
        }
    }

    private void WriteWhole(TField value, PatchWriter writer)
    {
        writer.Frame.WriteTag(Number, WireFormat.WireType.LengthDelimited);
        var mark = writer.Frame.BeginLength();
        Plan.Write(value, writer);
        writer.Frame.EndLength(mark);
    }

    private int FieldSize(int message) => PatchWriter.TagSize(Number) + PatchWriter.LengthSize(message);
}
