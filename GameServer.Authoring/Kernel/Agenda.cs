using System.Collections.Immutable;

namespace GameServer.Authoring.Kernel;

/// <summary>Things by key that fall due, in the order of time and then of entry. Immutable, so that a turn can be undone.</summary>
internal sealed class Agenda<TKey, TValue>
    where TKey : notnull
{
    private static readonly Comparer<AgendaEntry<TKey, TValue>> _byDueThenOrder = Comparer<AgendaEntry<TKey, TValue>>.Create(
        (left, right) => left.Due == right.Due ? left.Order.CompareTo(right.Order) : left.Due.CompareTo(right.Due));

    private readonly ImmutableDictionary<TKey, AgendaEntry<TKey, TValue>> _byKey;
    private readonly ImmutableSortedSet<AgendaEntry<TKey, TValue>> _byDue;

    private Agenda(
        ImmutableDictionary<TKey, AgendaEntry<TKey, TValue>> byKey, ImmutableSortedSet<AgendaEntry<TKey, TValue>> byDue, long nextOrder)
    {
        _byKey = byKey;
        _byDue = byDue;
        NextOrder = nextOrder;
    }

    internal static Agenda<TKey, TValue> Empty { get; } = new(
        ImmutableDictionary<TKey, AgendaEntry<TKey, TValue>>.Empty,
        ImmutableSortedSet.Create<AgendaEntry<TKey, TValue>>(_byDueThenOrder),
        0);

    internal int Count => _byDue.Count;

    /// <summary>The order that the next entry gets; entries below it are elder.</summary>
    internal long NextOrder { get; }

    internal DateTimeOffset? NextDue => _byDue.IsEmpty ? null : _byDue.Min.Due;

    internal AgendaEntry<TKey, TValue>? Find(TKey key) => _byKey.TryGetValue(key, out var entry) ? entry : null;

    /// <summary>The first entry that is due and was entered before the given order.</summary>
    internal AgendaEntry<TKey, TValue>? FirstDue(DateTimeOffset now, long before = long.MaxValue)
    {
        if (_byDue.IsEmpty || _byDue.Min.Due > now)
        {
            return null;
        }

        foreach (var entry in _byDue)
        {
            if (entry.Due > now)
            {
                return null;
            }

            if (entry.Order < before)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>An equal key is replaced.</summary>
    internal Agenda<TKey, TValue> With(TKey key, DateTimeOffset due, TValue value)
    {
        var entry = new AgendaEntry<TKey, TValue>(due, NextOrder, key, value);
        var others = _byKey.TryGetValue(key, out var present) ? _byDue.Remove(present) : _byDue;
        return new(_byKey.SetItem(key, entry), others.Add(entry), NextOrder + 1);
    }

    /// <summary>In the order of entry.</summary>
    internal IEnumerable<AgendaEntry<TKey, TValue>> InOrder => _byDue.OrderBy(entry => entry.Order);

    /// <summary>What would be due before the time is due then, in the order in which it would have been.</summary>
    internal Agenda<TKey, TValue> NotBefore(DateTimeOffset time)
    {
        var later = this;
        foreach (var entry in _byDue.TakeWhile(entry => entry.Due < time))
        {
            later = later.With(entry.Key, time, entry.Value);
        }

        return later;
    }

    internal Agenda<TKey, TValue> Without(TKey key) =>
        _byKey.TryGetValue(key, out var entry) ? new(_byKey.Remove(key), _byDue.Remove(entry), NextOrder) : this;
}

/// <summary>One thing that falls due.</summary>
internal readonly record struct AgendaEntry<TKey, TValue>(DateTimeOffset Due, long Order, TKey Key, TValue Value);
