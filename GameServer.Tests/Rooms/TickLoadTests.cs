using GameServer.Authoring;
using GameServer.Rooms;

namespace GameServer.Tests.Rooms;

/// <summary>20 ticks a second, of which the turns of each may take 25 ms.</summary>
public sealed class TickLoadTests
{
    private const double Fine = 2;
    private const double Over = 30;

    private static readonly TimeSpan _period = 50.Milliseconds();

    private readonly TickLoad _load = new(new RoomSettings { TickRate = 20 });
    private TimeSpan _due;
    private TimeSpan _now;

    // The time of a tick ends when the next one begins: one ahead, so many ticks are so many times.
    public TickLoadTests() => Tick(Fine);

    [Fact]
    public void Every_load_has_its_place_for_every_trend()
    {
        foreach (var load in Enum.GetValues<RoomLoad>())
        {
            load.After(LoadTrend.Mixed).ShouldBe(load);
            load.After(LoadTrend.Over).ShouldBe(load == RoomLoad.Calm ? RoomLoad.High : load);
        }

        RoomLoad.Calm.After(LoadTrend.LongOver).ShouldBe(RoomLoad.High);
        RoomLoad.High.After(LoadTrend.LongOver).ShouldBe(RoomLoad.Severe);
        RoomLoad.Severe.After(LoadTrend.LongOver).ShouldBe(RoomLoad.Severe);
        RoomLoad.Severe.After(LoadTrend.LongUnder).ShouldBe(RoomLoad.High);
        RoomLoad.High.After(LoadTrend.LongUnder).ShouldBe(RoomLoad.Calm);
        RoomLoad.Calm.After(LoadTrend.LongUnder).ShouldBe(RoomLoad.Calm);
    }

    [Fact]
    public void A_room_whose_ticks_stay_within_their_budget_is_calm()
    {
        Seconds(60, 24).ShouldBe(RoomLoad.Calm);
        _load.LastSecond.ShouldBe((20, 0));
    }

    [Fact]
    public void A_room_with_half_of_its_ticks_over_their_budget_is_overloaded_after_a_second_and_severely_after_four()
    {
        Seconds(1, Over, Fine).ShouldBe(RoomLoad.High);
        _load.LastSecond.ShouldBe((20, 10));
        Seconds(2, Over, Fine).ShouldBe(RoomLoad.High);
        Seconds(1, Over, Fine).ShouldBe(RoomLoad.Severe);
        Seconds(60, Over, Fine).ShouldBe(RoomLoad.Severe);
    }

    [Fact]
    public void One_tick_in_three_over_its_budget_is_no_overload_but_does_not_end_one()
    {
        Seconds(60, Fine, Fine, Over).ShouldBe(RoomLoad.Calm);
        Seconds(1, Over);
        Seconds(60, Fine, Fine, Over).ShouldBe(RoomLoad.High);
    }

    [Fact]
    public void It_is_calm_only_after_five_seconds_well_within_the_budget()
    {
        Seconds(1, Over).ShouldBe(RoomLoad.High);
        Seconds(4, Fine).ShouldBe(RoomLoad.High);
        Seconds(1, Fine, 20).ShouldBe(RoomLoad.High, "a tick near its budget begins them anew");
        Seconds(4, Fine).ShouldBe(RoomLoad.High);
        Seconds(1, Fine).ShouldBe(RoomLoad.Calm);
    }

    [Fact]
    public void A_severe_overload_ends_in_two_steps()
    {
        Seconds(4, Over).ShouldBe(RoomLoad.Severe);
        Seconds(5, Fine).ShouldBe(RoomLoad.High);
        Seconds(4, Fine).ShouldBe(RoomLoad.High);
        Seconds(1, Fine).ShouldBe(RoomLoad.Calm);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    [InlineData(10_000)]
    public void A_single_long_pause_is_no_overload(int pauseMs)
    {
        Seconds(2, Fine);
        foreach (var before in Enumerable.Range(0, 20))
        {
            Tick(pauseMs);
            Ticks(before + 100, Fine);
            _load.Load.ShouldBe(RoomLoad.Calm);
        }
    }

    [Fact]
    public void Catching_up_after_a_pause_is_no_overload()
    {
        foreach (var before in Enumerable.Range(0, 20))
        {
            Tick(600);

            // What twelve ticks do is done in one.
            Tick(60);
            Ticks(before + 100, 5);
            _load.Load.ShouldBe(RoomLoad.Calm);
        }
    }

    [Fact]
    public void A_room_that_was_not_run_for_a_while_was_not_busy()
    {
        Ticks(19, Fine);
        Rest(10.Minutes());
        Seconds(5, 24).ShouldBe(RoomLoad.Calm);
    }

    [Fact]
    public void A_room_whose_ticks_are_longer_than_their_interval_is_overloaded_however_few_they_are()
    {
        Ticks(4, 2_000);
        _load.Load.ShouldBe(RoomLoad.Calm, "one tick of five is no second yet");
        Ticks(1, 2_000);
        _load.Load.ShouldBe(RoomLoad.High);
    }

    [Fact]
    public void Turns_between_ticks_count_too()
    {
        for (var tick = 0; tick <= 20; tick++)
        {
            Tick(10);
            _load.Turned(_now, 10.Milliseconds(), ticked: false).ShouldBeFalse();
            _load.Turned(_now, 10.Milliseconds(), ticked: false).ShouldBeFalse();
        }

        _load.Load.ShouldBe(RoomLoad.High);
    }

    [Fact]
    public void A_tick_that_comes_late_has_the_time_of_a_whole_one()
    {
        // Every second tick comes 20 ms late, so that only 30 ms are left until the next.
        for (var tick = 0; tick < 400; tick++)
        {
            _load.Turned((_period * tick) + (tick % 2 * 20).Milliseconds(), 20.Milliseconds(), ticked: true);
        }

        _load.Load.ShouldBe(RoomLoad.Calm);
    }

    [Fact]
    public void A_budget_of_the_whole_interval_is_never_exceeded()
    {
        var load = new TickLoad(new RoomSettings { TickRate = 20, TickBudget = 1 });
        for (var tick = 0; tick < 1_000; tick++)
        {
            load.Turned(500.Milliseconds() * tick, 500.Milliseconds(), ticked: true).ShouldBeFalse();
        }
    }

    [Fact]
    public void Every_change_is_told_once()
    {
        var changes = 0;
        for (var tick = 0; tick < 400; tick++)
        {
            changes += _load.Turned(_period * tick, TimeSpan.FromMilliseconds(tick < 30 ? Over : Fine), ticked: true) ? 1 : 0;
        }

        changes.ShouldBe(2);
        _load.Load.ShouldBe(RoomLoad.Calm);
    }

    [Fact]
    public void Percentiles_are_of_recent_ticks_and_right_within_half_an_octave()
    {
        _load.Percentile(0.5).ShouldBeNull();
        Ticks(1_000, 40);
        Ticks(900, 4);
        Ticks(20, 40);
        Ticks(1, 4);

        _load.Percentile(0.5).ShouldNotBeNull().TotalMilliseconds.ShouldBeInRange(4, 4 * Math.Sqrt(2));
        _load.Percentile(0.99).ShouldNotBeNull().TotalMilliseconds.ShouldBeInRange(40, 40 * Math.Sqrt(2));
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(100_000, 800)]
    public void What_is_beyond_the_histogram_counts_as_its_end(double tookMs, double mostMs)
    {
        Ticks(10, tookMs);
        _load.Percentile(0.5).ShouldNotBeNull().TotalMilliseconds.ShouldBeInRange(0, mostMs * Math.Sqrt(2));
    }

    private RoomLoad Seconds(int count, params double[] tookMs)
    {
        for (var tick = 0; tick < 20 * count; tick++)
        {
            Tick(tookMs[tick % tookMs.Length]);
        }

        return _load.Load;
    }

    private void Ticks(int count, double tookMs)
    {
        for (var tick = 0; tick < count; tick++)
        {
            Tick(tookMs);
        }
    }

    /// <summary>A tick as soon as it is due and the one before it has ended.</summary>
    private void Tick(double tookMs)
    {
        var began = _now > _due ? _now : _due;
        var took = TimeSpan.FromMilliseconds(tookMs);
        _load.Turned(began, took, ticked: true);
        _now = began + took;
        _due += _period * (((began - _due).Ticks / _period.Ticks) + 1);
    }

    private void Rest(TimeSpan time) => _due += time;
}
