using System.Numerics;

namespace GameServer.Actors;

/// <summary>
/// Waiting timers, the earliest first, equal ones as they were started. Those due within the next quarter of a second lie unordered in
/// slots of a fraction of a millisecond, a ring of them: starting one is an append. A slot whose time has come is poured into a heap, which
/// is small and puts its timers in order. Later ones wait in a heap of their own, which they do not leave before they are due: mostly they
/// are removed. Within its queue's gate.
/// </summary>
internal sealed class TimerWheel
{
    private const int Slots = 1024;
    private const int SlotsPerSecond = 2500;
    private const int FirstSize = 16;
    private const int KeptSizeMax = 4096;
    private const int NearHome = -1;
    private const int FarHome = -2;

    private readonly int _shift;
    private readonly TimerHeap _near = new(NearHome);
    private readonly TimerHeap _far = new(FarHome);
    private readonly WaitingTimer[]?[] _slots = new WaitingTimer[]?[Slots];
    private readonly int[] _counts = new int[Slots];
    private readonly Stack<WaitingTimer[]> _spares = new();
    private long _current;
    private long _sequence;
    private int _inSlots;

    internal TimerWheel(long frequency, long now)
    {
        _shift = BitOperations.Log2((ulong)Math.Max(1, frequency / SlotsPerSecond));
        _current = now >> _shift;
    }

    internal int Count => _near.Count + _far.Count + _inSlots;

    /// <summary>When the earliest is due; <see cref="long.MaxValue"/> when none waits.</summary>
    internal long EarliestDue =>
        Math.Min(_far.EarliestDue, _near.Count > 0 || _inSlots == 0 ? _near.EarliestDue : EarliestInSlots());

    internal void Add(TimerEntry entry, long due)
    {
        var timer = new WaitingTimer(due, ++_sequence, entry);
        var at = due >> _shift;
        if (at <= _current)
        {
            _near.Add(timer);
        }
        else if (at - _current < Slots)
        {
            Append((int)(at % Slots), timer);
        }
        else
        {
            _far.Add(timer);
        }
    }

    /// <summary>Another due time for one that waits; among equal ones it becomes the last.</summary>
    internal void Move(TimerEntry entry, long due)
    {
        Remove(entry);
        Add(entry, due);
    }

    internal void Remove(TimerEntry entry)
    {
        switch (entry.Home)
        {
            case NearHome:
                _near.Remove(entry);
                break;
            case FarHome:
                _far.Remove(entry);
                break;
            case var slot:
                RemoveFrom(slot, entry);
                break;
        }
    }

    /// <summary>The earliest of those due by now; null when none is.</summary>
    internal TimerEntry? TakeDue(long now)
    {
        Advance(now >> _shift);
        var first = _far.Count > 0 && (_near.Count == 0 || _far.Earliest.IsBefore(_near.Earliest)) ? _far : _near;
        return first.EarliestDue <= now ? first.TakeEarliest() : null;
    }

    internal void Clear()
    {
        _near.Clear();
        _far.Clear();
        for (var slot = 0; slot < Slots; slot++)
        {
            for (var place = 0; place < _counts[slot]; place++)
            {
                _slots[slot]![place].Entry.Place = TimerEntry.NotWaiting;
            }

            (_slots[slot], _counts[slot]) = (null, 0);
        }

        _inSlots = 0;
    }

    private void Advance(long until)
    {
        while (_current < until && _inSlots > 0)
        {
            _current++;
            Pour((int)(_current % Slots));
        }

        _current = Math.Max(_current, until);
    }

    private void Pour(int slot)
    {
        var count = _counts[slot];
        if (count == 0)
        {
            return;
        }

        var timers = _slots[slot]!;
        for (var place = 0; place < count; place++)
        {
            _near.Add(timers[place]);
        }

        _inSlots -= count;
        Array.Clear(timers, 0, count);
        Empty(slot);
    }

    private void Append(int slot, in WaitingTimer timer)
    {
        var place = _counts[slot];
        var timers = _slots[slot];
        if (timers is null)
        {
            _slots[slot] = timers = _spares.TryPop(out var spare) ? spare : new WaitingTimer[FirstSize];
        }
        else if (place == timers.Length)
        {
            Array.Resize(ref timers, place * 2);
            _slots[slot] = timers;
        }

        timers[place] = timer;
        timer.Entry.Home = slot;
        timer.Entry.Place = place;
        _counts[slot] = place + 1;
        _inSlots++;
    }

    private void RemoveFrom(int slot, TimerEntry entry)
    {
        var timers = _slots[slot]!;
        var place = entry.Place;
        var last = --_counts[slot];
        timers[place] = timers[last];
        timers[place].Entry.Place = place;
        timers[last] = default;
        entry.Place = TimerEntry.NotWaiting;
        _inSlots--;
        if (last == 0)
        {
            Empty(slot);
        }
    }

    /// <summary>The array serves the next slot that needs one, while it is still in the processor's caches.</summary>
    private void Empty(int slot)
    {
        var timers = _slots[slot]!;
        (_slots[slot], _counts[slot]) = (null, 0);
        if (timers.Length <= KeptSizeMax)
        {
            _spares.Push(timers);
        }
    }

    private long EarliestInSlots()
    {
        var at = _current + 1;
        while (_counts[at % Slots] == 0)
        {
            at++;
        }

        var slot = at % Slots;
        var earliest = long.MaxValue;
        foreach (ref readonly var timer in _slots[slot].AsSpan(0, _counts[slot]))
        {
            earliest = Math.Min(earliest, timer.Due);
        }

        return earliest;
    }
}
