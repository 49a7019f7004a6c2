using GameServer.Protocol.Patches;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A repeated field: its new tail is sent when it only grew there, otherwise it is cleared and sent whole.</summary>
internal sealed class RepeatedPlan<TMessage, TItem>(
    FieldDescriptor field, PropertyAccess<TMessage, RepeatedField<TItem>> access, ValueKind<TItem> kind)
    : TreePlan<TMessage>(field), IMergedPlan<TMessage>
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

    internal override int Size(TMessage message)
    {
        var items = access.Get(message);
        return FieldSize(items.Count, ItemsSize(items, 0));
    }

    internal override void Hash(TMessage message, ref HashLanes lanes)
    {
        var items = access.Get(message);
        if (items.Count > 0)
        {
            Contribute(items.Count, HashItems(items), ref lanes);
        }
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
        return new RepeatedShadow<TItem>(kind, items, ItemsSize(items, 0));
    }

    public void DiffMerged(TMessage live, Shadow shadow, DiffWalk walk, ref int size)
    {
        var published = (RepeatedShadow<TItem>)shadow;
        var items = access.Get(live);
        var same = SameItems(items, published.Items);
        if (same == items.Count && same == published.Items.Count)
        {
            return;
        }

        var grew = same == published.Items.Count;
        if (!grew)
        {
            walk.Clear(Number);
        }

        WriteFrom(items, grew ? same : 0, walk.Writer);
        var itemsSize = grew ? published.ItemsSize + ItemsSize(items, same) : ItemsSize(items, 0);
        size += FieldSize(items.Count, itemsSize) - FieldSize(published.Items.Count, published.ItemsSize);
        published.Propose(items, same, itemsSize);
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

    internal override void HashPublished(Shadow shadow, ref HashLanes lanes)
    {
        var published = (RepeatedShadow<TItem>)shadow;
        if (published.Items.Count > 0)
        {
            var digest = published.HashIsStale ? published.Hashed(HashItems(published.Items)) : published.Digest;
            Contribute(published.Items.Count, digest, ref lanes);
        }
    }

    private void Contribute(int count, HashDigest items, ref HashLanes lanes)
    {
        lanes.Word((uint)Number);
        lanes.Word((uint)count);
        lanes.Digest(items);
    }

    private HashDigest HashItems(RepeatedField<TItem> items)
    {
        var lanes = HashLanes.Start();
        for (var i = 0; i < items.Count; i++)
        {
            kind.Hash(items[i], ref lanes);
        }

        return lanes.Finish();
    }

    private int SameItems(RepeatedField<TItem> left, RepeatedField<TItem> right)
    {
        var shorter = Math.Min(left.Count, right.Count);
        var same = 0;
        while (same < shorter && kind.Same(left[same], right[same]))
        {
            same++;
        }

        return same;
    }

    private int ItemsSize(RepeatedField<TItem> items, int from)
    {
        var size = 0;
        for (var i = from; i < items.Count; i++)
        {
            size += kind.Size(items[i]);
        }

        return size;
    }

    private int FieldSize(int count, int itemsSize)
    {
        var tag = PatchWriter.TagSize(Number);
        return count == 0 ? 0 : _packed ? tag + PatchWriter.LengthSize(itemsSize) : itemsSize + (tag * count);
    }

    private void WriteFrom(RepeatedField<TItem> items, int from, PatchWriter writer)
    {
        if (from == items.Count)
        {
            return;
        }

        if (!_packed)
        {
            for (var i = from; i < items.Count; i++)
            {
                writer.Frame.WriteTag(Number, kind.WireType);
                kind.Write(writer, items[i]);
            }

            return;
        }

        writer.Frame.WriteTag(Number, WireFormat.WireType.LengthDelimited);
        var mark = writer.Frame.BeginLength();
        for (var i = from; i < items.Count; i++)
        {
            kind.Write(writer, items[i]);
        }

        writer.Frame.EndLength(mark);
    }
}
