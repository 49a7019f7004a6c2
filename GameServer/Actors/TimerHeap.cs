namespace GameServer.Actors;

/// <summary>
/// Waiting timers, the earliest on top, equal ones as they were started: a heap of four children per node, half as deep as a binary one, in
/// an array that holds the keys too, so that comparing touches no entry. An entry knows its place and can be moved or taken out from there.
/// Within its queue's gate.
/// </summary>
internal sealed class TimerHeap(int home)
{
    private const int Children = 4;

    private WaitingTimer[] _slots = new WaitingTimer[16];

    internal int Count { get; private set; }

    /// <summary>When the earliest is due; <see cref="long.MaxValue"/> when none waits.</summary>
    internal long EarliestDue => Count == 0 ? long.MaxValue : _slots[0].Due;

    internal WaitingTimer Earliest => _slots[0];

    internal void Add(in WaitingTimer timer)
    {
        if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, Count * 2);
        }

        Count++;
        timer.Entry.Home = home;
        Rise(Count - 1, timer);
    }

    internal void Remove(TimerEntry entry)
    {
        var place = entry.Place;
        entry.Place = TimerEntry.NotWaiting;
        Count--;
        var last = _slots[Count];
        _slots[Count] = default;
        if (place < Count)
        {
            Put(place, last);
        }
    }

    internal TimerEntry TakeEarliest()
    {
        var entry = _slots[0].Entry;
        Remove(entry);
        return entry;
    }

    internal void Clear()
    {
        for (var place = 0; place < Count; place++)
        {
            _slots[place].Entry.Place = TimerEntry.NotWaiting;
        }

        Array.Clear(_slots);
        Count = 0;
    }

    /// <summary>At this place or wherever the order wants it, above or below.</summary>
    private void Put(int place, in WaitingTimer slot)
    {
        if (place > 0 && slot.IsBefore(_slots[(place - 1) / Children]))
        {
            Rise(place, slot);
        }
        else
        {
            Sink(place, slot);
        }
    }

    private void Rise(int place, in WaitingTimer slot)
    {
        var slots = _slots;
        while (place > 0)
        {
            var parent = (place - 1) / Children;
            if (!slot.IsBefore(slots[parent]))
            {
                break;
            }

            Set(slots, place, slots[parent]);
            place = parent;
        }

        Set(slots, place, slot);
    }

    private void Sink(int place, in WaitingTimer slot)
    {
        var slots = _slots;
        while (true)
        {
            var first = (place * Children) + 1;
            if (first >= Count)
            {
                break;
            }

            var least = first;
            var end = Math.Min(first + Children, Count);
            for (var child = first + 1; child < end; child++)
            {
                if (slots[child].IsBefore(slots[least]))
                {
                    least = child;
                }
            }

            if (!slots[least].IsBefore(slot))
            {
                break;
            }

            Set(slots, place, slots[least]);
            place = least;
        }

        Set(slots, place, slot);
    }

    private static void Set(WaitingTimer[] slots, int place, in WaitingTimer slot)
    {
        slots[place] = slot;
        slot.Entry.Place = place;
    }
}

/// <summary>A timer and when it is due; of equal ones the one with the lower sequence was started first.</summary>
internal readonly record struct WaitingTimer(long Due, long Sequence, TimerEntry Entry)
{
    internal bool IsBefore(in WaitingTimer other) => Due < other.Due || (Due == other.Due && Sequence < other.Sequence);
}
