using GameServer.Protocol.Patches;

namespace GameServer.Authoring.Diff;

/// <summary>What was published of one row: the value itself, or for a message that patches go into, its shadow.</summary>
internal struct MapRow<TKey, TStored>(TKey key, TStored stored)
{
    internal readonly TKey Key => key;

    internal TStored Stored { get; private set; } = stored;

    /// <summary>Null: changed since it was computed.</summary>
    internal HashDigest? Digest { get; set; }

    internal void Commit(TStored next)
    {
        Stored = next;
        Digest = null;
    }
}
