namespace GameServer.Authoring.Diff;

/// <summary>What was published of a map: its rows in the order of the live map, so that both are walked side by side.</summary>
internal sealed class MapShadow<TKey, TStored>(MapRow<TKey, TStored>[] rows) : Shadow
{
    private readonly List<(int Index, TStored Next)> _changes = [];

    private MapRow<TKey, TStored>[] _spare = [];
    private MapRow<TKey, TStored>[]? _proposed;
    private int _proposedCount;

    internal int Count { get; private set; } = rows.Length;

    /// <summary>The first <see cref="Count"/> are in use.</summary>
    internal MapRow<TKey, TStored>[] Rows { get; private set; } = rows;

    internal bool Differs => _proposed is not null || _changes.Count > 0;

    /// <summary>Forgets what was proposed.</summary>
    internal void Begin()
    {
        _changes.Clear();
        _proposed = null;
    }

    /// <summary>The row with that index among those that will be keeps another value.</summary>
    internal void Change(int index, TStored next) => _changes.Add((index, next));

    /// <summary>The rows will be others, or stand in another order; the first ones stay, the rest is added.</summary>
    internal void Reorder(int kept, int count)
    {
        if (_spare.Length < count)
        {
            _spare = new MapRow<TKey, TStored>[count + (count / 4) + 1];
        }

        _proposed = _spare;
        Array.Copy(Rows, _proposed, kept);
        _proposedCount = kept;
    }

    /// <summary>Returns the row's index.</summary>
    internal int Add(MapRow<TKey, TStored> row)
    {
        _proposed![_proposedCount] = row;
        return _proposedCount++;
    }

    protected override void CommitContent()
    {
        if (_proposed is not null)
        {
            Array.Clear(Rows);
            (Rows, Count, _spare) = (_proposed, _proposedCount, Rows);
        }

        foreach (var (index, next) in _changes)
        {
            Rows[index].Commit(next);
        }

        Begin();
    }
}
