namespace GameServer.Games.Arena;

/// <summary>Shots: fired by loaded ships, they fly straight, hit the first ship that is not their own, or fade. Pure.</summary>
internal static class Gunnery
{
    internal const int HullMax = 3;
    internal const int ReloadMs = 280;
    internal const int ShotLifeMs = 1_100;
    internal const int RespawnMs = 2_500;
    internal const int ShotSpeed = 580 * Torus.PerUnit;
    private const int HitRadius = 17 * Torus.PerUnit;
    private const int MuzzleDistance = 18 * Torus.PerUnit;

    internal static void Fire(ArenaState arena)
    {
        foreach (var (number, ship) in Hangar.InOrder(arena, ship => ship.Value.Hull > 0 && ship.Value.Firing))
        {
            if (arena.ClockMs >= ship.LoadedMs)
            {
                ship.LoadedMs = arena.ClockMs + ReloadMs;
                arena.Shots[++arena.LastShot] = Muzzle(arena, number, ship);
            }
        }
    }

    /// <summary>Moves all shots and settles what they hit.</summary>
    internal static IReadOnlyList<ArenaEvent> Advance(ArenaState arena, int elapsedMs)
    {
        var events = new List<ArenaEvent>();
        foreach (var number in arena.Shots.Keys.Order().ToArray())
        {
            var shot = arena.Shots[number];
            var (dx, dy) = (shot.Vx * elapsedMs / 1000, shot.Vy * elapsedMs / 1000);
            if (Struck(arena, shot, dx, dy) is { } struck)
            {
                arena.Shots.Remove(number);
                Settle(arena, struck, shot.Ship, events);
            }
            else if (arena.ClockMs >= shot.SpentMs)
            {
                arena.Shots.Remove(number);
            }
            else
            {
                shot.X = Torus.Wrap(shot.X + dx, Torus.Width(arena));
                shot.Y = Torus.Wrap(shot.Y + dy, Torus.Height(arena));
            }
        }

        return events;
    }

    private static Shot Muzzle(ArenaState arena, uint number, Ship ship)
    {
        var (x, y) = Torus.Direction(ship.Heading);
        return new Shot
        {
            Ship = number,
            X = Torus.Wrap(ship.X + (int)(x * MuzzleDistance), Torus.Width(arena)),
            Y = Torus.Wrap(ship.Y + (int)(y * MuzzleDistance), Torus.Height(arena)),
            Vx = ship.Vx + (int)(x * ShotSpeed),
            Vy = ship.Vy + (int)(y * ShotSpeed),
            SpentMs = arena.ClockMs + ShotLifeMs,
        };
    }

    /// <summary>The ship nearest to the shot's way in this step, if it is near enough to be hit.</summary>
    private static uint? Struck(ArenaState arena, Shot shot, int dx, int dy)
    {
        uint? struck = null;
        var nearest = (double)HitRadius;
        foreach (var number in arena.Ships.Keys.Order())
        {
            var ship = arena.Ships[number];
            if (number == shot.Ship || ship.Hull == 0)
            {
                continue;
            }

            double x = Torus.Offset(shot.X, ship.X, Torus.Width(arena));
            double y = Torus.Offset(shot.Y, ship.Y, Torus.Height(arena));
            var along = Math.Clamp(((x * dx) + (y * dy)) / Math.Max(1.0, ((double)dx * dx) + ((double)dy * dy)), 0, 1);
            var (missX, missY) = (x - (along * dx), y - (along * dy));
            var distance = Math.Sqrt((missX * missX) + (missY * missY));
            if (distance < nearest)
            {
                (struck, nearest) = (number, distance);
            }
        }

        return struck;
    }

    private static void Settle(ArenaState arena, uint struck, uint by, List<ArenaEvent> events)
    {
        var ship = arena.Ships[struck];
        ship.Hull--;
        if (ship.Hull > 0)
        {
            events.Add(new ArenaEvent { Hit = new Hit { Ship = struck, By = by } });
            return;
        }

        (ship.Vx, ship.Vy) = (0, 0);
        ship.BackMs = arena.ClockMs + RespawnMs;
        if (arena.Ships.TryGetValue(by, out var victor))
        {
            victor.Score++;
        }

        events.Add(new ArenaEvent { Destroyed = new Destroyed { Ship = struck, By = by } });
    }
}
