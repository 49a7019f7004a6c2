using GameServer.Actors;

namespace GameServer.Tests.Actors;

public sealed class TimerHeapTests
{
    [Fact]
    public void Timers_leave_by_due_time_and_then_as_started_whatever_was_moved_and_removed()
    {
        for (var seed = 1UL; seed <= 30; seed++)
        {
            var random = new SplitMix64(seed);
            var heap = new TimerHeap();
            var model = new List<(TimerEntry Entry, long Due)>();
            for (var step = 0; step < 2_000; step++)
            {
                Change(heap, model, random);
                heap.Count.ShouldBe(model.Count);
            }

            while (heap.Count > 0)
            {
                TakeEarliest(heap, model);
            }

            model.ShouldBeEmpty();
            heap.EarliestDue.ShouldBe(long.MaxValue);
        }
    }

    [Fact]
    public void An_entry_can_be_started_again_after_the_queue_was_cleared()
    {
        var heap = new TimerHeap();
        var entry = new Entry();
        heap.Add(entry, 1);

        heap.Clear();

        entry.Place.ShouldBe(TimerEntry.NotWaiting);
        heap.Add(entry, 2);
        heap.TakeEarliest().ShouldBeSameAs(entry);
    }

    /// <summary>The model keeps the order of starts; few due times, so that many are equal.</summary>
    private static void Change(TimerHeap heap, List<(TimerEntry Entry, long Due)> model, SplitMix64 random)
    {
        var due = (long)(random.Next() % 16);
        var index = model.Count == 0 ? 0 : (int)(random.Next() % (ulong)model.Count);
        switch (random.Next() % 8)
        {
            case 0 when model.Count > 0:
                heap.Remove(model[index].Entry);
                model[index].Entry.Place.ShouldBe(TimerEntry.NotWaiting);
                model.RemoveAt(index);
                break;
            case 1 when model.Count > 0:
                heap.Move(model[index].Entry, due);
                model.Add((model[index].Entry, due));
                model.RemoveAt(index);
                break;
            case 2 or 3 when model.Count > 0:
                TakeEarliest(heap, model);
                break;
            default:
                var entry = new Entry();
                heap.Add(entry, due);
                model.Add((entry, due));
                break;
        }
    }

    private static void TakeEarliest(TimerHeap heap, List<(TimerEntry Entry, long Due)> model)
    {
        var expected = model.MinBy(each => each.Due);
        heap.EarliestDue.ShouldBe(expected.Due);
        heap.TakeEarliest().ShouldBeSameAs(expected.Entry);
        model.Remove(expected);
    }

    private sealed class Entry : TimerEntry
    {
        internal override void OnDue()
        {
        }
    }
}
