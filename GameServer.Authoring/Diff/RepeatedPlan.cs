using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A repeated field: its new tail is sent when it only grew there, otherwise it is cleared and sent whole.</summary>
internal sealed class RepeatedPlan<TMessage, TItem>(
    FieldDescriptor field, PropertyAccess<TMessage, RepeatedField<TItem>> access, ValueKind<TItem> kind)
    : TreePlan<TMessage>(field)
    where TMessage : class, IMessage<TMessage>, new()
{
    // The runtime calls fields packed that cannot be.
    private readonly bool _packed = field.IsPacked && kind.WireType != WireFormat.WireType.LengthDelimited;

    internal override bool Same(TMessage left, TMessage right)
    {
        var (first, second) = (access.Get(left), access.Get(right));
        return first.Count == second.Count && SameItems(first, second) == first.Count;
    }

    internal override void Write(TMessage message, PatchWriter writer) => WriteFrom(access.Get(message), 0, writer);

    internal override int Measure(TMessage message, ref HashLanes lanes)
    {
        var measured = Measure(access.Get(message));
        Contribute(measured, ref lanes);
        return measured.Size;
    }

    internal override void Copy(TMessage from, TMessage to)
    {
        var items = access.Get(to);
        items.Clear();
        foreach (var item in access.Get(from))
        {
            items.Add(kind.Copy(item));
        }
    }

    internal override Shadow Adopt(TMessage live)
    {
        var items = access.Get(live);
        return new RepeatedShadow<TItem>(kind, items, Measure(items));
    }

    internal override void Diff(TMessage live, Shadow shadow, DiffWalk walk, ref StatePatch? patch)
    {
        var published = (RepeatedShadow<TItem>)shadow;
        published.Pending = published.Current;
        var items = access.Get(live);
        var same = SameItems(items, published.Items);
        if (same == items.Count && same == published.Items.Count)
        {
            return;
        }

        var grew = same == published.Items.Count;
        if (!grew)
        {
            patch ??= new StatePatch();
            patch.Cleared.Add((uint)Number);
        }

        WriteFrom(items, grew ? same : 0, walk.Writer);
        published.Propose(items, same, Measure(items));
        walk.Changed(published);
    }

    internal override void Restore(Shadow shadow, TMessage to)
    {
        var items = access.Get(to);
        foreach (var item in ((RepeatedShadow<TItem>)shadow).Items)
        {
            items.Add(kind.Copy(item));
        }
    }

    internal override void Contribute(Measured field, ref HashLanes lanes)
    {
        if (field.Count > 0)
        {
            lanes.Word((uint)Number);
            lanes.Word((uint)field.Count);
            lanes.Digest(field.Digest);
        }
    }

    private int SameItems(RepeatedField<TItem> left, IReadOnlyList<TItem> right)
    {
        var shorter = Math.Min(left.Count, right.Count);
        var same = 0;
        while (same < shorter && kind.Same(left[same], right[same]))
        {
            same++;
        }

        return same;
    }

    private void WriteFrom(RepeatedField<TItem> items, int from, PatchWriter writer)
    {
        if (from == items.Count)
        {
            return;
        }

        if (_packed)
        {
            writer.Tag(Number, WireFormat.WireType.LengthDelimited);
        }

        var start = writer.Begin();
        for (var i = from; i < items.Count; i++)
        {
            if (!_packed)
            {
                writer.Tag(Number, kind.WireType);
            }

            kind.Write(writer, items[i]);
        }

        if (_packed)
        {
            writer.End(start);
        }
    }

    private Measured Measure(RepeatedField<TItem> items)
    {
        if (items.Count == 0)
        {
            return default;
        }

        var lanes = HashLanes.Start();
        var size = 0;
        foreach (var item in items)
        {
            kind.Hash(item, ref lanes);
            size += kind.Size(item);
        }

        var tag = PatchWriter.TagSize(Number);
        return new Measured(items.Count, lanes.Finish(), _packed ? tag + PatchWriter.LengthSize(size) : size + (tag * items.Count));
    }
}
