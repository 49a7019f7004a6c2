using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>What was published of one row: the value itself, or for a message that patches go into, its shadow.</summary>
internal sealed class MapRow<TKey, TStored> : Shadow
{
    private TStored _proposed;

    internal MapRow(TKey key, ByteString keyBytes, TStored stored, Measured measured)
    {
        Key = key;
        KeyBytes = keyBytes;
        Stored = stored;
        _proposed = stored;
        Begin(measured);
    }

    internal TKey Key { get; }

    /// <summary>The key as patches carry it.</summary>
    internal ByteString KeyBytes { get; }

    internal TStored Stored { get; private set; }

    internal void Propose(TStored stored, Measured measured)
    {
        _proposed = stored;
        Pending = measured;
    }

    protected override void CommitContent() => Stored = _proposed;
}
