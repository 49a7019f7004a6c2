using Google.Protobuf.Collections;

namespace GameServer.Authoring.Diff;

/// <summary>What was published of a repeated field.</summary>
internal sealed class RepeatedShadow<TItem> : Shadow
{
    private readonly ValueKind<TItem> _kind;
    private RepeatedField<TItem>? _proposed;
    private int _kept;
    private int _proposedItemsSize;

    internal RepeatedShadow(ValueKind<TItem> kind, RepeatedField<TItem> items, int itemsSize)
    {
        _kind = kind;
        ItemsSize = itemsSize;
        CopyFrom(items, 0);
    }

    internal RepeatedField<TItem> Items { get; } = [];

    /// <summary>Bytes of the items, encoded, without the field's tags.</summary>
    internal int ItemsSize { get; private set; }

    /// <summary>The first <paramref name="kept"/> items stay; the rest comes from the live field.</summary>
    internal void Propose(RepeatedField<TItem> items, int kept, int itemsSize)
    {
        _proposed = items;
        _kept = kept;
        _proposedItemsSize = itemsSize;
    }

    protected override void CommitContent()
    {
        CopyFrom(_proposed!, _kept);
        ItemsSize = _proposedItemsSize;
        _proposed = null;
    }

    private void CopyFrom(RepeatedField<TItem> items, int kept)
    {
        while (Items.Count > kept)
        {
            Items.RemoveAt(Items.Count - 1);
        }

        for (var i = kept; i < items.Count; i++)
        {
            Items.Add(_kind.Copy(items[i]));
        }
    }
}
