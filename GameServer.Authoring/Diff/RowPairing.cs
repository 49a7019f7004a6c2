using Google.Protobuf.Collections;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Finds the published row for each live row of a map that does not have the published rows in their order: rows were added, removed, or
/// removed and added again (which puts them last). Where the order is the same there is no look-up.
/// </summary>
/// <param name="published">The rows that are not paired yet.</param>
/// <param name="live">The map, all of it.</param>
internal ref struct RowPairing<TKey, TValue, TStored>(ReadOnlySpan<MapRow<TKey, TStored>> published, MapField<TKey, TValue> live)
    where TKey : notnull
{
    private readonly ReadOnlySpan<MapRow<TKey, TStored>> _published = published;
    private int _next;
    private Dictionary<TKey, MapRow<TKey, TStored>>? _moved;
    private List<MapRow<TKey, TStored>>? _gone;

    /// <summary>The published row of the next live key; false when the row is new.</summary>
    internal bool TryTake(TKey key, out MapRow<TKey, TStored> row)
    {
        if (_moved is not null && _moved.Remove(key, out row))
        {
            return true;
        }

        while (_next < _published.Length)
        {
            row = _published[_next++];
            if (EqualityComparer<TKey>.Default.Equals(row.Key, key))
            {
                return true;
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

        row = default;
        return false;
    }

    /// <summary>After the last live row: the published rows that are not live.</summary>
    internal IReadOnlyList<MapRow<TKey, TStored>> Finish()
    {
        if (_next < _published.Length)
        {
            (_gone ??= []).AddRange(_published[_next..]);
            _next = _published.Length;
        }

        return _gone ?? (IReadOnlyList<MapRow<TKey, TStored>>)[];
    }
}
