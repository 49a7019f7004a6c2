using Google.Protobuf.Collections;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Finds the published row for each live row without a look-up, as long as both come in the same order; they do, but for rows that were
/// removed, or removed and added again (which puts them last).
/// </summary>
internal struct RowPairing<TKey, TValue, TStored>(List<MapRow<TKey, TStored>> published, MapField<TKey, TValue> live)
    where TKey : notnull
{
    private int _next;
    private List<MapRow<TKey, TStored>>? _rows;
    private Dictionary<TKey, MapRow<TKey, TStored>>? _moved;
    private List<MapRow<TKey, TStored>>? _gone;

    /// <summary>Whether the live map has other rows than the published one, or the same in another order.</summary>
    internal readonly bool Reordered => _rows is not null;

    /// <summary>The rows in the order of the live map.</summary>
    internal readonly List<MapRow<TKey, TStored>> Rows => _rows ?? published;

    /// <summary>The published row of the next live key; null when the row is new: <see cref="Add"/> it.</summary>
    internal MapRow<TKey, TStored>? Next(TKey key)
    {
        if (_next < published.Count && EqualityComparer<TKey>.Default.Equals(published[_next].Key, key))
        {
            var row = published[_next++];
            _rows?.Add(row);
            return row;
        }

        return FindElsewhere(key);
    }

    internal void Add(MapRow<TKey, TStored> row) => Copy().Add(row);

    /// <summary>After the last live row: the published rows that are not live.</summary>
    internal IReadOnlyList<MapRow<TKey, TStored>> Finish()
    {
        if (_next < published.Count)
        {
            Copy();
            _gone ??= [];
            _gone.AddRange(published[_next..]);
            _next = published.Count;
        }

        return _gone ?? (IReadOnlyList<MapRow<TKey, TStored>>)[];
    }

    private MapRow<TKey, TStored>? FindElsewhere(TKey key)
    {
        var rows = Copy();
        if (_moved is null || !_moved.Remove(key, out var row))
        {
            row = SkipTo(key);
        }

        if (row is not null)
        {
            rows.Add(row);
        }

        return row;
    }

    private MapRow<TKey, TStored>? SkipTo(TKey key)
    {
        while (_next < published.Count)
        {
            var row = published[_next++];
            if (EqualityComparer<TKey>.Default.Equals(row.Key, key))
            {
                return row;
            }

            if (live.ContainsKey(row.Key))
            {
                (_moved ??= [])[row.Key] = row;
            }
            else
            {
                (_gone ??= []).Add(row);
            }
        }

        return null;
    }

    private List<MapRow<TKey, TStored>> Copy() => _rows ??= published.GetRange(0, _next);
}
