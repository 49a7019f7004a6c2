using GameServer.Actors;

namespace GameServer.Tests.Actors;

public sealed class TimerWheelTests
{
    /// <summary>So many units a second that a slot is one unit wide.</summary>
    private const long Frequency = 2_500;

    [Theory]
    [InlineData(Frequency)]
    [InlineData(8 * Frequency)]
    [InlineData(1)]
    public void Timers_leave_by_due_time_and_then_as_started_whatever_was_moved_and_removed(long frequency)
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var model = new Model(new TimerWheel(frequency, 0), new SplitMix64(seed));
            for (var step = 0; step < 2_000; step++)
            {
                model.Change();
            }

            model.TakeAll();
        }
    }

    [Fact]
    public void An_entry_can_be_started_again_after_the_queue_was_cleared()
    {
        var wheel = new TimerWheel(Frequency, 0);
        var entries = new[] { 0L, 1, 100, 100_000 }.Select(due => (Entry: new Entry(), Due: due)).ToList();
        entries.ForEach(each => wheel.Add(each.Entry, each.Due));

        wheel.Clear();

        wheel.Count.ShouldBe(0);
        entries.ShouldAllBe(each => each.Entry.Place == TimerEntry.NotWaiting);
        entries.ForEach(each => wheel.Add(each.Entry, each.Due));
        entries.ForEach(each => wheel.TakeDue(each.Due).ShouldBeSameAs(each.Entry));
    }

    [Fact]
    public void A_timer_that_is_due_within_its_slot_does_not_leave_before_its_time()
    {
        var wheel = new TimerWheel(1_000 * Frequency, 0);
        var entry = new Entry();
        wheel.Add(entry, 1_001);

        wheel.TakeDue(1_000).ShouldBeNull();
        wheel.TakeDue(1_001).ShouldBeSameAs(entry);
    }

    /// <summary>The model keeps the order of starts; due times are few and near, or many and far.</summary>
    private sealed class Model(TimerWheel wheel, SplitMix64 random)
    {
        private readonly List<(TimerEntry Entry, long Due)> _waiting = [];
        private long _now;

        internal void Change()
        {
            var due = _now + (long)(random.Next() % 4 == 0 ? random.Next() % 3_000 : random.Next() % 16);
            var index = _waiting.Count == 0 ? 0 : (int)(random.Next() % (ulong)_waiting.Count);
            switch (random.Next() % 8)
            {
                case 0 when _waiting.Count > 0:
                    wheel.Remove(_waiting[index].Entry);
                    _waiting[index].Entry.Place.ShouldBe(TimerEntry.NotWaiting);
                    _waiting.RemoveAt(index);
                    break;
                case 1 when _waiting.Count > 0:
                    wheel.Move(_waiting[index].Entry, due);
                    _waiting.Add((_waiting[index].Entry, due));
                    _waiting.RemoveAt(index);
                    break;
                case 2:
                    TakeDue((long)(random.Next() % 8));
                    break;
                default:
                    var entry = new Entry();
                    wheel.Add(entry, due);
                    _waiting.Add((entry, due));
                    break;
            }

            wheel.Count.ShouldBe(_waiting.Count);
            wheel.EarliestDue.ShouldBe(_waiting.Count == 0 ? long.MaxValue : _waiting.Min(each => each.Due));
        }

        internal void TakeAll()
        {
            TakeDue(10_000);
            wheel.Count.ShouldBe(0);
            wheel.EarliestDue.ShouldBe(long.MaxValue);
        }

        private void TakeDue(long later)
        {
            _now += later;
            foreach (var expected in _waiting.Where(each => each.Due <= _now).OrderBy(each => each.Due).ToList())
            {
                wheel.TakeDue(_now).ShouldBeSameAs(expected.Entry);
                expected.Entry.Place.ShouldBe(TimerEntry.NotWaiting);
                _waiting.Remove(expected);
            }

            wheel.TakeDue(_now).ShouldBeNull();
        }
    }

    private sealed class Entry : TimerEntry
    {
        internal override void OnDue()
        {
        }
    }
}
