using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A singular message that patches go into.</summary>
internal sealed class MessageFieldPlan<TMessage, TField>(FieldDescriptor field, PropertyAccess<TMessage, TField?> access)
    : TreePlan<TMessage>(field)
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

    internal override int Measure(TMessage message, ref HashLanes lanes)
    {
        if (access.Get(message) is not { } value)
        {
            return 0;
        }

        var measured = AsField(Plan.Measure(value));
        Contribute(measured, ref lanes);
        return measured.Size;
    }

    internal override void Copy(TMessage from, TMessage to)
    {
        if (access.Get(from) is { } value)
        {
            access.Set(to, Plan.Copy(value));
        }
    }

    internal override Shadow Adopt(TMessage live)
    {
        var message = access.Get(live) is { } value ? Plan.Adopt(value) : null;
        return new MessageFieldShadow<TField>(message, AsField(message?.Current));
    }

    internal override void Diff(TMessage live, Shadow shadow, DiffWalk walk, ref StatePatch? patch)
    {
        var published = (MessageFieldShadow<TField>)shadow;
        published.Pending = published.Current;
        var value = access.Get(live);
        if (value is not null && published.Message is { } old)
        {
            if (Plan.Diff(value, old, walk) is { } nested)
            {
                patch ??= new StatePatch();
                Send(value, nested, walk, patch);
                published.Propose(old, AsField(old.Pending));
                walk.Changed(published);
            }
        }
        else if (value is not null)
        {
            WriteWhole(value, walk.Writer);
            var adopted = Plan.Adopt(value);
            published.Propose(adopted, AsField(adopted.Current));
            walk.Changed(published);
        }
        else if (published.Message is not null)
        {
            patch ??= new StatePatch();
            patch.Cleared.Add((uint)Number);
            published.Propose(null, default);
            walk.Changed(published);
        }
    }

    internal override void Restore(Shadow shadow, TMessage to)
    {
        if (((MessageFieldShadow<TField>)shadow).Message is { } message)
        {
            access.Set(to, Plan.Restore(message));
        }
    }

    internal override void Contribute(Measured field, ref HashLanes lanes)
    {
        if (field.Count > 0)
        {
            lanes.Word((uint)Number);
            lanes.Digest(field.Digest);
        }
    }

    private void Send(TField value, StatePatch nested, DiffWalk walk, StatePatch patch)
    {
        if (walk.MayNest)
        {
            patch.Messages.Add(new MessagePatch { Field = (uint)Number, Patch = nested });
            return;
        }

        patch.Cleared.Add((uint)Number);
        WriteWhole(value, walk.Writer);
    }

    private void WriteWhole(TField value, PatchWriter writer)
    {
        writer.Tag(Number, WireFormat.WireType.LengthDelimited);
        var start = writer.Begin();
        Plan.Write(value, writer);
        writer.End(start);
    }

    private Measured AsField(Measured? message) => message is { } measured
        ? measured with { Size = PatchWriter.TagSize(Number) + PatchWriter.LengthSize(measured.Size) }
        : default;
}
