using GameServer.Protocol.V1;

namespace GameServer.Authoring.Diff;

/// <summary>The rows of one map that differ, and what the map measures with them.</summary>
internal struct MapDraft(int number, Measured current)
{
    /// <summary>Null while no row differs.</summary>
    internal MapPatch? Patch { get; private set; }

    internal Measured Sum { get; private set; } = current;

    internal void Add(RowPatch change, Measured before, Measured after)
    {
        Patch ??= new MapPatch { Field = (uint)number };
        Patch.Rows.Add(change);
        Sum = new Measured(
            Sum.Count - before.Count + after.Count, Sum.Digest - before.Digest + after.Digest, Sum.Size - before.Size + after.Size);
    }
}
