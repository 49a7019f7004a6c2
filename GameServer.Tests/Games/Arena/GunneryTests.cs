using GameServer.Games.Arena;

namespace GameServer.Tests.Games.Arena;

public sealed class GunneryTests
{
    private const int Middle = 800 * Torus.PerUnit;
    private readonly ArenaState _arena = new() { Width = 1_600, Height = 1_600, ClockMs = 1_000 };

    [Fact]
    public void A_destroyed_ship_does_not_fire()
    {
        Add(1, Middle, Middle).Hull = 0;
        _arena.Ships[1].Firing = true;

        Gunnery.Fire(_arena);

        _arena.Shots.ShouldBeEmpty();
    }

    [Fact]
    public void A_ship_reloads_between_shots()
    {
        Add(1, Middle, Middle).Firing = true;

        Gunnery.Fire(_arena);
        Gunnery.Fire(_arena);
        _arena.Shots.Keys.ShouldBe([1u]);

        _arena.ClockMs += Gunnery.ReloadMs;
        Gunnery.Fire(_arena);
        _arena.Shots.Keys.ShouldBe([1u, 2u]);
    }

    [Fact]
    public void A_shot_that_meets_nobody_fades()
    {
        Add(1, Middle, Middle).Firing = true;
        Gunnery.Fire(_arena);
        _arena.Ships[1].Firing = false;

        Step(Gunnery.ShotLifeMs / 50).ShouldBeEmpty();

        _arena.Shots.ShouldBeEmpty();
        _arena.Ships[1].Hull.ShouldBe((uint)Gunnery.HullMax);
    }

    [Fact]
    public void A_shot_flies_past_a_ship_that_is_far_enough_aside()
    {
        Add(1, Middle, Middle).Firing = true;
        Add(2, Middle + (100 * Torus.PerUnit), Middle + (20 * Torus.PerUnit));
        Gunnery.Fire(_arena);

        Step(10).ShouldBeEmpty();
    }

    [Fact]
    public void Every_hit_costs_hull_and_the_last_one_scores()
    {
        Add(1, Middle, Middle).Firing = true;
        Add(2, Middle + (100 * Torus.PerUnit), Middle);

        var events = new List<ArenaEvent>();
        while (_arena.Ships[2].Hull > 0)
        {
            Gunnery.Fire(_arena);
            events.AddRange(Step(1));
        }

        events.Select(happened => happened.KindCase).ShouldBe(
        [
            ArenaEvent.KindOneofCase.Hit, ArenaEvent.KindOneofCase.Hit, ArenaEvent.KindOneofCase.Destroyed,
        ]);
        events[2].Destroyed.ShouldBe(new Destroyed { Ship = 2, By = 1 });
        _arena.Ships[1].Score.ShouldBe(1u);
        _arena.Ships[2].BackMs.ShouldBe(_arena.ClockMs + Gunnery.RespawnMs);
    }

    [Fact]
    public void A_shot_reaches_over_the_edge()
    {
        var right = (1_600 * Torus.PerUnit) - 1;
        Add(1, right - (30 * Torus.PerUnit), Middle).Firing = true;
        Add(2, 40 * Torus.PerUnit, Middle);
        Gunnery.Fire(_arena);

        Step(4).ShouldHaveSingleItem().Hit.ShouldBe(new Hit { Ship = 2, By = 1 });
    }

    [Fact]
    public void The_shot_of_a_ship_that_left_still_hits_and_scores_for_nobody()
    {
        Add(1, Middle, Middle).Firing = true;
        Add(2, Middle + (100 * Torus.PerUnit), Middle).Hull = 1;
        Gunnery.Fire(_arena);
        _arena.Ships.Remove(1);

        Step(6).ShouldHaveSingleItem().Destroyed.By.ShouldBe(1u);
        _arena.Ships.Keys.ShouldBe([2u]);
    }

    private Ship Add(uint number, int x, int y) =>
        _arena.Ships[number] = new Ship { X = x, Y = y, Hull = Gunnery.HullMax };

    private List<ArenaEvent> Step(int steps)
    {
        var events = new List<ArenaEvent>();
        for (var step = 0; step < steps; step++)
        {
            _arena.ClockMs += 50;
            events.AddRange(Gunnery.Advance(_arena, elapsedMs: 50));
        }

        return events;
    }
}
