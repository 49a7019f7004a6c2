using GameServer.Protocol.Codecs;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A map: rows are added, removed, replaced or patched one by one. The forms differ in what they keep of a row's value.</summary>
internal abstract class MapPlan<TMessage, TKey, TValue, TStored>(
    FieldDescriptor field, PropertyAccess<TMessage, MapField<TKey, TValue>> access, ValueKind<TKey> keys, ValueKind<TValue> values)
    : TreePlan<TMessage>(field), INestedPlan<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
    where TKey : notnull
{
    private readonly MapEntryPlan<TKey, TValue> _entries = new(field.FieldNumber, keys, values);

    protected ValueKind<TValue> Values => values;

    internal override bool Same(TMessage left, TMessage right)
    {
        var (first, second) = (access.Get(left), access.Get(right));
        return first.Count == second.Count
            && first.All(row => second.TryGetValue(row.Key, out var value) && values.Same(row.Value, value));
    }

    internal override void Write(TMessage message, PatchWriter writer)
    {
        foreach (var (key, value) in access.Get(message))
        {
            _entries.Write(key, value, writer);
        }
    }

    internal override int Size(TMessage message)
    {
        var size = 0;
        foreach (var (key, value) in access.Get(message))
        {
            size += _entries.Size(key, values.Size(value));
        }

        return size;
    }

    internal override void Hash(TMessage message, ref HashLanes lanes)
    {
        var rows = access.Get(message);
        var sum = default(HashDigest);
        var scratch = new PatchWriter(new FrameWriter());
        foreach (var (key, value) in rows)
        {
            var row = _entries.StartHash(key, scratch);
            values.Hash(value, ref row);
            sum += row.Finish();
        }

        Contribute(rows.Count, sum, ref lanes);
    }

    internal override void Copy(TMessage from, TMessage to)
    {
        var rows = access.Get(to);
        rows.Clear();
        foreach (var (key, value) in access.Get(from))
        {
            rows.Add(key, values.Copy(value));
        }
    }

    internal override Shadow Adopt(TMessage live)
    {
        var map = access.Get(live);
        return new MapShadow<TKey, TStored>([.. map.Select(row => new MapRow<TKey, TStored>(row.Key, AdoptValue(row.Value)))]);
    }

    public void DiffNested(TMessage live, Shadow shadow, DiffWalk walk, ref int size)
    {
        var published = (MapShadow<TKey, TStored>)shadow;
        var map = access.Get(live);
        published.Begin();
        if (map.Count == 0 && published.Count == 0)
        {
            return;
        }

        var frame = walk.Frame;
        var start = frame.Length;
        frame.WriteTag(StatePatch.MapsFieldNumber, WireFormat.WireType.LengthDelimited);
        var mark = frame.BeginLength();
        frame.WriteTag(MapPatch.FieldFieldNumber, WireFormat.WireType.Varint);
        frame.WriteVarint((uint)Number);
        var content = frame.Length;
        DiffRows(map, published, walk, ref size);
        if (frame.Length > content)
        {
            frame.EndLength(mark);
        }
        else
        {
            frame.Truncate(start);
        }

        if (published.Differs)
        {
            walk.Changed(published);
        }
    }

    internal override void Restore(Shadow shadow, TMessage to)
    {
        var rows = access.Get(to);
        var published = (MapShadow<TKey, TStored>)shadow;
        foreach (ref var row in published.Rows.AsSpan(0, published.Count))
        {
            rows.Add(row.Key, RestoreValue(row.Stored));
        }
    }

    internal override void HashPublished(Shadow shadow, ref HashLanes lanes)
    {
        var published = (MapShadow<TKey, TStored>)shadow;
        var rows = published.Rows.AsSpan(0, published.Count);
        Contribute(rows.Length, published.HashIsStale ? published.Hashed(SumRows(rows)) : published.Digest, ref lanes);
    }

    protected abstract TStored AdoptValue(TValue live);

    protected abstract TValue RestoreValue(TStored stored);

    /// <inheritdoc cref="Diff.SkipSame{TKey, TValue, TStored}" />
    protected abstract int SkipSame(
        ref LinkedListNode<KeyValuePair<TKey, TValue>>? live, MapRow<TKey, TStored>[] rows, int from, int to);

    /// <summary>Writes how the row changes; false when it is as it was and nothing was written.</summary>
    protected abstract bool DiffValue(TValue live, TStored stored, DiffWalk walk, out TStored next, out int nextSize);

    protected abstract void HashValue(TStored stored, ref HashLanes lanes);

    /// <summary>Bytes of the published value.</summary>
    protected abstract int SizeValue(TStored stored);

    protected void WriteReplace(TValue value, DiffWalk walk)
    {
        walk.Frame.WriteTag(RowPatch.ReplaceFieldNumber, WireFormat.WireType.LengthDelimited);
        var mark = walk.Frame.BeginLength();
        _entries.WriteValue(value, walk.Writer);
        walk.Frame.EndLength(mark);
    }

    private void DiffRows(MapField<TKey, TValue> map, MapShadow<TKey, TStored> published, DiffWalk walk, ref int size)
    {
        var (rows, count) = (published.Rows, published.Count);
        var node = MapNodes<TKey, TValue>.First(map);
        var index = SkipSame(ref node, rows, 0, count);
        while (node is not null && index < count && EqualityComparer<TKey>.Default.Equals(node.ValueRef.Key, rows[index].Key))
        {
            DiffRow(node.ValueRef.Value, index, rows[index], published, walk, ref size);
            node = node.Next;
            index = SkipSame(ref node, rows, index + 1, count);
        }

        if (node is not null || index < count)
        {
            DiffReordered(map, node, index, published, walk, ref size);
        }
    }

    /// <summary>From the first row on at which the live map and the published one part.</summary>
    private void DiffReordered(
        MapField<TKey, TValue> map,
        LinkedListNode<KeyValuePair<TKey, TValue>>? node,
        int index,
        MapShadow<TKey, TStored> published,
        DiffWalk walk,
        ref int size)
    {
        var pairing = new RowPairing<TKey, TValue, TStored>(published.Rows.AsSpan(index, published.Count - index), map);
        published.Reorder(index, map.Count);
        for (; node is not null; node = node.Next)
        {
            var (key, value) = node.ValueRef;
            if (pairing.TryTake(key, out var row))
            {
                DiffRow(value, published.Add(row), row, published, walk, ref size);
                continue;
            }

            var mark = _entries.BeginRow(key, walk.Writer);
            WriteReplace(value, walk);
            walk.Frame.EndLength(mark);
            var stored = AdoptValue(value);
            published.Add(new MapRow<TKey, TStored>(key, stored));
            size += _entries.Size(key, SizeValue(stored));
        }

        foreach (var gone in pairing.Finish())
        {
            var mark = _entries.BeginRow(gone.Key, walk.Writer);
            walk.Frame.WriteTag(RowPatch.RemovedFieldNumber, WireFormat.WireType.Varint);
            walk.Frame.WriteVarint(1);
            walk.Frame.EndLength(mark);
            size -= _entries.Size(gone.Key, SizeValue(gone.Stored));
        }
    }

    private void DiffRow(
        TValue live,
        int index,
        in MapRow<TKey, TStored> row,
        MapShadow<TKey, TStored> published,
        DiffWalk walk,
        ref int size)
    {
        var start = walk.Frame.Length;
        var mark = _entries.BeginRow(row.Key, walk.Writer);
        if (DiffValue(live, row.Stored, walk, out var next, out var nextSize))
        {
            walk.Frame.EndLength(mark);
            size += _entries.Size(row.Key, nextSize) - _entries.Size(row.Key, SizeValue(row.Stored));
            published.Change(index, next);
        }
        else
        {
            walk.Frame.Truncate(start);
        }
    }

    private HashDigest SumRows(Span<MapRow<TKey, TStored>> rows)
    {
        PatchWriter? scratch = null;
        var sum = default(HashDigest);
        foreach (ref var row in rows)
        {
            if (row.Digest is not { } digest)
            {
                var lanes = _entries.StartHash(row.Key, scratch ??= new PatchWriter(new FrameWriter()));
                HashValue(row.Stored, ref lanes);
                digest = lanes.Finish();
                row.Digest = digest;
            }

            sum += digest;
        }

        return sum;
    }

    private void Contribute(int count, HashDigest sum, ref HashLanes lanes)
    {
        if (count > 0)
        {
            lanes.Word((uint)Number);
            lanes.Word((uint)count);
            lanes.Digest(sum);
        }
    }
}
