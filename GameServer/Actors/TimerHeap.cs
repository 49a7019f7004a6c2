namespace GameServer.Actors;

/// <summary>
/// Waiting timers, the earliest on top, equal ones as they were started: a heap of four children per node, half as deep as a binary one, in
/// an array that holds the keys too, so that comparing touches no entry. An entry knows its place and can be moved or taken out from there.
/// Within its queue's gate.
/// </summary>
internal sealed class TimerHeap
{
    private const int Children = 4;

    private Slot[] _slots = new Slot[16];
    private long _sequence;

    internal int Count { get; private set; }

    /// <summary>When the earliest is due; <see cref="long.MaxValue"/> when none waits.</summary>
    internal long EarliestDue => Count == 0 ? long.MaxValue : _slots[0].Due;

    internal void Add(TimerEntry entry, long due)
    {
        if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, Count * 2);
        }

        Count++;
        Rise(Count - 1, new Slot(due, ++_sequence, entry));
    }

    /// <summary>Another due time for one that waits; among equal ones it becomes the last.</summary>
    internal void Move(TimerEntry entry, long due) => Put(entry.Place, new Slot(due, ++_sequence, entry));

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
    private void Put(int place, in Slot slot)
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

    private void Rise(int place, in Slot slot)
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

    private void Sink(int place, in Slot slot)
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

    private static void Set(Slot[] slots, int place, in Slot slot)
    {
        slots[place] = slot;
        slot.Entry.Place = place;
    }

    private readonly record struct Slot(long Due, long Sequence, TimerEntry Entry)
    {
        internal bool IsBefore(in Slot other) => Due < other.Due || (Due == other.Due && Sequence < other.Sequence);
    }
}
