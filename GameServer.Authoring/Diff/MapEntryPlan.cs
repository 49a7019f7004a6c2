using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>A map's rows on the wire: entries of a key field and a value field, both always written.</summary>
internal sealed class MapEntryPlan<TKey, TValue>(int number, ValueKind<TKey> keys, ValueKind<TValue> values)
{
    private const int KeyNumber = 1;
    private const int ValueNumber = 2;

    /// <summary>One row as a field of its message.</summary>
    internal void Write(TKey key, TValue value, PatchWriter writer)
    {
        writer.Frame.WriteTag(number, WireFormat.WireType.LengthDelimited);
        var mark = writer.Frame.BeginLength();
        WriteKey(key, writer);
        WriteValue(value, writer);
        writer.Frame.EndLength(mark);
    }

    internal void WriteValue(TValue value, PatchWriter writer)
    {
        writer.Frame.WriteTag(ValueNumber, values.WireType);
        values.Write(writer, value);
    }

    /// <summary>Bytes of one row in its message, for a value of that many bytes.</summary>
    internal int Size(TKey key, int valueSize) =>
        PatchWriter.TagSize(number)
        + PatchWriter.LengthSize(PatchWriter.TagSize(KeyNumber) + keys.Size(key) + PatchWriter.TagSize(ValueNumber) + valueSize);

    /// <summary>Opens the patch of one row, with its key; it is closed by the writer's EndLength.</summary>
    internal int BeginRow(TKey key, PatchWriter writer)
    {
        var frame = writer.Frame;
        frame.WriteTag(MapPatch.RowsFieldNumber, WireFormat.WireType.LengthDelimited);
        var row = frame.BeginLength();
        frame.WriteTag(RowPatch.KeyFieldNumber, WireFormat.WireType.LengthDelimited);
        var mark = frame.BeginLength();
        WriteKey(key, writer);
        frame.EndLength(mark);
        return row;
    }

    /// <summary>The hash of a row with its key in it; the value is still missing.</summary>
    internal HashLanes StartHash(TKey key, PatchWriter scratch)
    {
        scratch.Frame.Clear();
        WriteKey(key, scratch);
        var lanes = HashLanes.Start();
        lanes.Bytes(scratch.Frame.Written);
        return lanes;
    }

    private void WriteKey(TKey key, PatchWriter writer)
    {
        writer.Frame.WriteTag(KeyNumber, keys.WireType);
        keys.Write(writer, key);
    }
}
