using GameServer.Games.Arena;

namespace GameServer.Tests.Games.Arena;

public sealed class FlightTests
{
    private readonly ArenaState _arena = new() { Width = 1_600, Height = 1_600 };

    [Fact]
    public void A_destroyed_ship_does_not_move()
    {
        var ship = Add(new Ship { X = 100, Vx = 1_000, Thrusting = true, Turn = 1, Hull = 0 });
        var before = ship.Clone();

        Fly(steps: 10);

        ship.ShouldBe(before);
    }

    [Fact]
    public void A_ship_that_leaves_on_one_side_enters_on_the_other()
    {
        var right = (int)(_arena.Width * Torus.PerUnit) - 1;
        var ship = Add(new Ship { X = right, Y = 0, Vx = 1_600, Vy = -1_600, Hull = 1 });

        Fly(steps: 1);

        ship.X.ShouldBeInRange(0, 200);
        ship.Y.ShouldBeInRange(right - 200, right);
    }

    [Fact]
    public void Thrust_carries_a_ship_where_it_points_and_never_beyond_the_top_speed()
    {
        var ship = Add(new Ship { X = 8_000, Y = 8_000, Heading = Torus.FullTurn / 4, Thrusting = true, Hull = 1 });

        Fly(steps: 400);

        ship.Vx.ShouldBe(0);
        ship.Vy.ShouldBe(5_440);
    }

    [Fact]
    public void A_ship_that_nobody_steers_slows_down()
    {
        var ship = Add(new Ship { Vx = 4_000, Vy = -4_000, Hull = 1 });

        Fly(steps: 20);

        ship.Vx.ShouldBeInRange(1, 2_600);
        ship.Vy.ShouldBe(-ship.Vx);
    }

    [Theory]
    [InlineData(-7, -1)]
    [InlineData(0, 0)]
    [InlineData(int.MaxValue, 1)]
    public void A_pilot_turns_one_way_or_the_other_and_no_faster(int wished, int turn)
    {
        var ship = Add(new Ship { Hull = 1 });

        Flight.Steer(ship, wished, thrust: false, fire: false);

        ship.Turn.ShouldBe(turn);
    }

    [Theory]
    [InlineData(10, 1_590, -20)]
    [InlineData(1_590, 10, 20)]
    [InlineData(0, 800, 800)]
    [InlineData(400, 100, -300)]
    public void The_way_between_two_places_may_lead_over_the_edge(int from, int to, int way) =>
        Torus.Offset(from, to, 1_600).ShouldBe(way);

    private Ship Add(Ship ship) => _arena.Ships[(uint)_arena.Ships.Count + 1] = ship;

    private void Fly(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Flight.Advance(_arena, elapsedMs: 50);
        }
    }
}
