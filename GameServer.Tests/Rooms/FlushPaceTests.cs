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
        SaidAfter(1.5).ShouldBe(1.Milliseconds());
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

    private void BecomeBusy()
    {
        for (var turn = 0; turn < 100; turn++)
        {
            SaidAfter(0.1);
        }
    }

    private TimeSpan SaidAfter(double milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        return _pace.Said(_now);
    }
}
