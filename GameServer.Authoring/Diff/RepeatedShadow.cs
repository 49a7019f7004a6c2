using Google.Protobuf.Collections;

namespace GameServer.Authoring.Diff;

/// <summary>What was published of a repeated field.</summary>
internal sealed class RepeatedShadow<TItem> : Shadow
{
    private readonly ValueKind<TItem> _kind;
    private readonly List<TItem> _items = [];
    private RepeatedField<TItem>? _proposed;
    private int _kept;

    internal RepeatedShadow(ValueKind<TItem> kind, RepeatedField<TItem> items, Measured measured)
    {
        _kind = kind;
        CopyFrom(items, 0);
        Begin(measured);
    }

    internal IReadOnlyList<TItem> Items => _items;

    /// <summary>The first <paramref name="kept"/> items stay; the rest comes from the live field.</summary>
    internal void Propose(RepeatedField<TItem> items, int kept, Measured measured)
    {
        _proposed = items;
        _kept = kept;
        Pending = measured;
    }

    protected override void CommitContent()
    {
        CopyFrom(_proposed!, _kept);
        _proposed = null;
    }

    private void CopyFrom(RepeatedField<TItem> items, int kept)
    {
        _items.RemoveRange(kept, _items.Count - kept);
        for (var i = kept; i < items.Count; i++)
        {
            _items.Add(_kind.Copy(items[i]));
        }
    }
}
