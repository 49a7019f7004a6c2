using GameServer.Authoring;
using GameServer.Rooms;

namespace GameServer.Tests.Rooms;

public sealed class FlushPaceTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FlushPace _pace = new(1.Milliseconds());
    private DateTimeOffset _now = _start;

    [Fact]
    public void A_quiet_room_never_waits()
    {
        for (var turn = 0; turn < 100; turn++)
        {
            SaidAfter(2.5).ShouldBe(TimeSpan.Zero);
        }
    }

    [Fact]
    public void What_a_busy_room_says_waits_for_the_window()
    {
        BecomeBusy();
        SaidAfter(0.1).ShouldBe(1.Milliseconds());
        _pace.Written();
        SaidAfter(1.5).ShouldBe(1.Milliseconds());
    }

    [Fact]
    public void Where_turns_come_evenly_the_last_of_a_window_is_not_waited_with()
    {
        BecomeBusy(gap: 0.4);
        SaidAfter(0.4).ShouldBe(1.Milliseconds());
        SaidAfter(0.4).ShouldBe(TimeSpan.FromMilliseconds(0.6));
        SaidAfter(0.4).ShouldBe(TimeSpan.Zero);
        _pace.Written();
        SaidAfter(0.4).ShouldBe(1.Milliseconds());
    }

    [Fact]
    public void Turns_a_window_apart_are_written_in_pairs()
    {
        BecomeBusy(gap: 1);
        for (var pair = 0; pair < 10; pair++)
        {
            SaidAfter(1).ShouldBe(1.Milliseconds());
            SaidAfter(1).ShouldBe(TimeSpan.Zero);
            _pace.Written();
        }
    }

    [Fact]
    public void Where_turns_come_by_chance_the_whole_window_is_waited_for()
    {
        var random = new Random(1);
        double Chance() => -Math.Log(1 - random.NextDouble()) / 2;
        for (var turn = 0; turn < 100; turn++)
        {
            SaidAfter(Chance());
        }

        var (inWindow, cut) = (0, 0);
        for (var turn = 0; turn < 1_000; turn++)
        {
            _pace.Written();
            SaidAfter(Chance());
            for (var (waited, gap) = (0.0, Chance()); waited + gap < 1; gap = Chance())
            {
                waited += gap;
                inWindow++;
                cut += SaidAfter(gap) == TimeSpan.Zero ? 1 : 0;
            }
        }

        inWindow.ShouldBeGreaterThan(1_000);
        cut.ShouldBeLessThan(inWindow / 10);
    }

    [Fact]
    public void The_window_counts_from_the_first_that_waits()
    {
        BecomeBusy();
        SaidAfter(0.1).ShouldBe(1.Milliseconds());
        SaidAfter(0.5).ShouldBe(TimeSpan.FromMilliseconds(0.5));
        SaidAfter(0.6).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void The_first_turn_after_a_pause_is_written_at_once()
    {
        BecomeBusy();
        SaidAfter(1_000).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_room_that_becomes_quiet_stops_waiting()
    {
        BecomeBusy();
        var turns = 0;
        while (SaidAfter(3) > TimeSpan.Zero)
        {
            _pace.Written();
            turns++;
        }

        turns.ShouldBeInRange(1, 20);
    }

    [Fact]
    public void Without_a_window_nothing_waits()
    {
        var pace = new FlushPace(TimeSpan.Zero);
        for (var turn = 0; turn < 100; turn++)
        {
            pace.Said(_start).ShouldBe(TimeSpan.Zero);
        }
    }

    [Fact]
    public void A_clock_that_goes_back_makes_nobody_wait_for_longer_than_the_window()
    {
        BecomeBusy();
        SaidAfter(-5_000).ShouldBeLessThanOrEqualTo(1.Milliseconds());
    }

    private void BecomeBusy(double gap = 0.1)
    {
        for (var turn = 0; turn < 100; turn++)
        {
            SaidAfter(gap);
        }

        _pace.Written();
    }

    private TimeSpan SaidAfter(double milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        return _pace.Said(_now);
    }
}
