namespace GameServer.Games.Arena;

/// <summary>How ships move: turn, thrust, drag, wrap around. Pure; runs on the arena's tick.</summary>
internal static class Flight
{
    private const int TurnPerSecond = 620;
    private const int ThrustPerSecond = 340 * Torus.PerUnit;
    private const int SpeedMax = 340 * Torus.PerUnit;
    private const double DragPerSecond = 0.55;

    internal static void Advance(ArenaState arena, int elapsedMs)
    {
        foreach (var ship in arena.Ships.Values)
        {
            if (ship.Hull > 0)
            {
                Advance(ship, Torus.Width(arena), Torus.Height(arena), elapsedMs);
            }
        }
    }

    /// <summary>What the pilot holds down from now on. A ship that nobody steers drifts.</summary>
    internal static void Steer(Ship ship, int turn, bool thrust, bool fire)
    {
        ship.Turn = Math.Sign(turn);
        ship.Thrusting = thrust;
        ship.Firing = fire;
    }

    private static void Advance(Ship ship, int width, int height, int elapsedMs)
    {
        var seconds = elapsedMs / 1000.0;
        ship.Heading = Torus.Wrap(ship.Heading + (ship.Turn * TurnPerSecond * elapsedMs / 1000), Torus.FullTurn);
        double vx = ship.Vx;
        double vy = ship.Vy;
        if (ship.Thrusting)
        {
            var (x, y) = Torus.Direction(ship.Heading);
            vx += x * ThrustPerSecond * seconds;
            vy += y * ThrustPerSecond * seconds;
        }

        var kept = 1 - (DragPerSecond * seconds);
        var speed = Math.Sqrt((vx * vx) + (vy * vy)) * kept;
        var scale = speed > SpeedMax ? kept * SpeedMax / speed : kept;
        ship.Vx = (int)Math.Round(vx * scale);
        ship.Vy = (int)Math.Round(vy * scale);
        ship.X = Torus.Wrap(ship.X + (ship.Vx * elapsedMs / 1000), width);
        ship.Y = Torus.Wrap(ship.Y + (ship.Vy * elapsedMs / 1000), height);
    }
}
