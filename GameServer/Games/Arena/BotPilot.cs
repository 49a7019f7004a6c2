namespace GameServer.Games.Arena;

/// <summary>Flies the bots: chase the nearest ship, aim a little ahead of it, shoot now and then. Pure; chance is the room's.</summary>
internal static class BotPilot
{
    private const int ThinkOneIn = 3;
    private const int FireOneIn = 3;
    private const int AimTolerance = 14;
    private const int FireTolerance = 40;
    private const int ThrustTolerance = 150;
    private const double CloseEnough = 190 * Torus.PerUnit;
    private const double FireRange = 420 * Torus.PerUnit;

    internal static void Steer(ArenaState arena, Random random)
    {
        foreach (var (_, ship) in Hangar.InOrder(arena, ship => ship.Value.Bot && ship.Value.Hull > 0))
        {
            // Slow to react: a bot that decides on every tick is no fun to meet.
            if (random.Next(ThinkOneIn) == 0)
            {
                Decide(arena, ship, random);
            }
        }
    }

    private static void Decide(ArenaState arena, Ship ship, Random random)
    {
        if (Nearest(arena, ship) is not { } target)
        {
            Flight.Steer(ship, random.Next(-1, 2), thrust: random.Next(2) == 0, fire: false);
            return;
        }

        var (x, y) = Way(arena, ship, target);
        var distance = Math.Sqrt((x * x) + (y * y));
        var flightSeconds = distance / Gunnery.ShotSpeed;
        var aim = Torus.Heading(x + ((target.Vx - ship.Vx) * flightSeconds), y + ((target.Vy - ship.Vy) * flightSeconds));
        var off = Torus.Offset(ship.Heading, aim, Torus.FullTurn);
        Flight.Steer(
            ship,
            Math.Abs(off) <= AimTolerance ? 0 : off,
            thrust: distance > CloseEnough && Math.Abs(off) < ThrustTolerance,
            fire: distance < FireRange && Math.Abs(off) < FireTolerance && random.Next(FireOneIn) == 0);
    }

    /// <summary>Away ships are left alone: their pilots could not defend themselves.</summary>
    private static Ship? Nearest(ArenaState arena, Ship ship)
    {
        Ship? nearest = null;
        var best = double.MaxValue;
        foreach (var number in arena.Ships.Keys.Order())
        {
            var other = arena.Ships[number];
            if (ReferenceEquals(other, ship) || other.Hull == 0 || other.Away)
            {
                continue;
            }

            var (x, y) = Way(arena, ship, other);
            if ((x * x) + (y * y) < best)
            {
                (nearest, best) = (other, (x * x) + (y * y));
            }
        }

        return nearest;
    }

    private static (double X, double Y) Way(ArenaState arena, Ship from, Ship to) =>
        (Torus.Offset(from.X, to.X, Torus.Width(arena)), Torus.Offset(from.Y, to.Y, Torus.Height(arena)));
}
