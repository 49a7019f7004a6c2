using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A map: rows are added, removed, replaced or patched one by one. The forms differ in what they keep of a row's value.</summary>
internal abstract class MapPlan<TMessage, TKey, TValue, TStored>(
    FieldDescriptor field, PropertyAccess<TMessage, MapField<TKey, TValue>> access, ValueKind<TKey> keys, ValueKind<TValue> values)
    : TreePlan<TMessage>(field)
    where TMessage : class, IMessage<TMessage>, new()
    where TKey : notnull
{
    private const int KeyNumber = 1;
    private const int ValueNumber = 2;

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
            writer.Tag(Number, WireFormat.WireType.LengthDelimited);
            var start = writer.Begin();
            writer.Tag(KeyNumber, keys.WireType);
            keys.Write(writer, key);
            WriteValue(value, writer);
            writer.End(start);
        }
    }

    internal override int Measure(TMessage message, ref HashLanes lanes)
    {
        var sum = default(Measured);
        var writer = new PatchWriter();
        foreach (var (key, value) in access.Get(message))
        {
            var row = HashLanes.Start();
            var keyBytes = EncodeKey(key, writer);
            row.Bytes(keyBytes.Span);
            values.Hash(value, ref row);
            sum = Add(sum, MeasuredRow(keyBytes, row, values.Size(value)));
        }

        Contribute(sum, ref lanes);
        return sum.Size;
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
        var rows = new List<MapRow<TKey, TStored>>(map.Count);
        var sum = default(Measured);
        var writer = new PatchWriter();
        foreach (var (key, value) in map)
        {
            var row = AdoptRow(key, value, writer);
            rows.Add(row);
            sum = Add(sum, row.Current);
        }

        return new MapShadow<TKey, TStored>(rows, sum);
    }

    internal override void Diff(TMessage live, Shadow shadow, DiffWalk walk, ref StatePatch? patch)
    {
        var published = (MapShadow<TKey, TStored>)shadow;
        published.Pending = published.Current;
        var map = access.Get(live);
        var pairing = new RowPairing<TKey, TValue, TStored>(published.Rows, map);
        var draft = new MapDraft(Number, published.Current);
        foreach (var (key, value) in map)
        {
            if (pairing.Next(key) is { } row)
            {
                DiffRow(value, row, walk, ref draft);
            }
            else
            {
                var change = new RowPatch { Key = EncodeKey(key, walk.Writer), Replace = EncodeValue(value, walk.Writer) };
                var added = AdoptRow(key, value, walk.Writer);
                pairing.Add(added);
                draft.Add(change, default, added.Current);
            }
        }

        foreach (var gone in pairing.Finish())
        {
            draft.Add(new RowPatch { Key = gone.KeyBytes, Removed = true }, gone.Current, default);
        }

        if (draft.Patch is { } rows)
        {
            patch ??= new StatePatch();
            patch.Maps.Add(rows);
        }

        if (draft.Patch is not null || pairing.Reordered)
        {
            published.Propose(pairing.Rows, draft.Sum);
            walk.Changed(published);
        }
    }

    internal override void Restore(Shadow shadow, TMessage to)
    {
        var rows = access.Get(to);
        foreach (var row in ((MapShadow<TKey, TStored>)shadow).Rows)
        {
            rows.Add(row.Key, RestoreValue(row.Stored));
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

    protected abstract TStored AdoptValue(TValue live);

    protected abstract TValue RestoreValue(TStored stored);

    /// <summary>False when the row is as it was. A null patch with true: only replacing brings the row up to date.</summary>
    protected abstract bool DiffValue(TValue live, TStored stored, DiffWalk walk, out StatePatch? nested, out TStored next);

    protected abstract void HashValue(TStored stored, ref HashLanes lanes);

    protected abstract int SizeValue(TStored stored);

    private static Measured Add(Measured sum, Measured row) =>
        new(sum.Count + row.Count, sum.Digest + row.Digest, sum.Size + row.Size);

    private void DiffRow(TValue live, MapRow<TKey, TStored> row, DiffWalk walk, ref MapDraft draft)
    {
        if (!DiffValue(live, row.Stored, walk, out var nested, out var next))
        {
            return;
        }

        row.Propose(next, MeasureRow(row.KeyBytes, next));
        walk.Changed(row);
        var change = new RowPatch { Key = row.KeyBytes };
        if (nested is not null && walk.MayNest)
        {
            change.Patch = nested;
        }
        else
        {
            change.Replace = EncodeValue(live, walk.Writer);
        }

        draft.Add(change, row.Current, row.Pending);
    }

    private MapRow<TKey, TStored> AdoptRow(TKey key, TValue value, PatchWriter writer)
    {
        var keyBytes = EncodeKey(key, writer);
        var stored = AdoptValue(value);
        return new MapRow<TKey, TStored>(key, keyBytes, stored, MeasureRow(keyBytes, stored));
    }

    private Measured MeasureRow(ByteString keyBytes, TStored stored)
    {
        var lanes = HashLanes.Start();
        lanes.Bytes(keyBytes.Span);
        HashValue(stored, ref lanes);
        return MeasuredRow(keyBytes, lanes, SizeValue(stored));
    }

    private Measured MeasuredRow(ByteString keyBytes, HashLanes lanes, int valueSize)
    {
        var entry = PatchWriter.LengthSize(keyBytes.Length + PatchWriter.TagSize(ValueNumber) + valueSize);
        return new Measured(1, lanes.Finish(), PatchWriter.TagSize(Number) + entry);
    }

    private ByteString EncodeKey(TKey key, PatchWriter writer)
    {
        var start = writer.Position;
        writer.Tag(KeyNumber, keys.WireType);
        keys.Write(writer, key);
        return writer.Cut(start);
    }

    private ByteString EncodeValue(TValue value, PatchWriter writer)
    {
        var start = writer.Position;
        WriteValue(value, writer);
        return writer.Cut(start);
    }

    private void WriteValue(TValue value, PatchWriter writer)
    {
        writer.Tag(ValueNumber, values.WireType);
        values.Write(writer, value);
    }
}
