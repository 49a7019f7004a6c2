namespace GameServer.Games.Arena;

/// <summary>Where ships come from: launch, respawn, and bots that keep the few company and give way to the many. Pure.</summary>
internal static class Hangar
{
    internal const uint FirstBot = 1_000_001;

    /// <summary>Bots come until there are this many ships.</summary>
    internal const int FilledShips = 6;

    private const int PlacesTried = 6;

    private static readonly string[] BotNames = ["Kepler", "Hypatia", "Tycho", "Caroline", "Halley", "Henrietta"];

    // Of middling lightness, so that they stand out on a dark and on a light ground.
    private static readonly uint[] Colors =
    [
        0xE5484D, 0x3E7BFA, 0x2EA968, 0xD9822B, 0x9557D9, 0x0FA5A0, 0xE0479E, 0x8A9A1F,
    ];

    internal static void Launch(ArenaState arena, uint number, string name, bool bot, Random random)
    {
        // Bots take the colours from the other end, so that the first people differ from them.
        var color = (bot ? FirstBot + (uint)Colors.Length - number : number) % (uint)Colors.Length;
        var ship = new Ship { Name = name, Bot = bot, Color = Colors[color] };
        Place(arena, ship, random);
        arena.Ships[number] = ship;
    }

    /// <summary>Adds or removes bots so that people and bots together fill the arena, and only people exceed it.</summary>
    internal static void FillWithBots(ArenaState arena, int people, Random random)
    {
        var wanted = people == 0 ? 0u : (uint)Math.Max(0, FilledShips - people);
        for (var bot = 0u; bot < FilledShips; bot++)
        {
            var number = FirstBot + bot;
            if (bot >= wanted)
            {
                arena.Ships.Remove(number);
            }
            else if (!arena.Ships.ContainsKey(number))
            {
                Launch(arena, number, BotNames[bot], bot: true, random);
            }
        }
    }

    internal static void Respawn(ArenaState arena, Random random)
    {
        foreach (var (_, ship) in InOrder(arena, ship => ship.Value.Hull == 0))
        {
            if (arena.ClockMs >= ship.BackMs)
            {
                ship.BackMs = 0;
                Place(arena, ship, random);
            }
        }
    }

    /// <summary>
    /// The ships that it is about, by their numbers: what happens to one ship after the other must happen in the same order again when the
    /// arena is replayed. As they were, whatever the loop does to them.
    /// </summary>
    internal static List<KeyValuePair<uint, Ship>> InOrder(ArenaState arena, Func<KeyValuePair<uint, Ship>, bool> isWanted)
    {
        var wanted = arena.Ships.Where(isWanted).ToList();
        wanted.Sort((one, other) => one.Key.CompareTo(other.Key));
        return wanted;
    }

    /// <summary>Of a few places by chance, the one farthest from any other ship.</summary>
    private static void Place(ArenaState arena, Ship ship, Random random)
    {
        var farthest = -1L;
        for (var place = 0; place < PlacesTried; place++)
        {
            var x = random.Next(Torus.Width(arena));
            var y = random.Next(Torus.Height(arena));
            var distance = DistanceToOthers(arena, ship, x, y);
            if (distance > farthest)
            {
                farthest = distance;
                (ship.X, ship.Y) = (x, y);
            }
        }

        ship.Heading = random.Next(Torus.FullTurn);
        ship.Hull = Gunnery.HullMax;
    }

    private static long DistanceToOthers(ArenaState arena, Ship ship, int x, int y)
    {
        var nearest = long.MaxValue;
        foreach (var other in arena.Ships.Values)
        {
            if (!ReferenceEquals(other, ship) && other.Hull > 0)
            {
                long dx = Torus.Offset(x, other.X, Torus.Width(arena));
                long dy = Torus.Offset(y, other.Y, Torus.Height(arena));
                nearest = Math.Min(nearest, (dx * dx) + (dy * dy));
            }
        }

        return nearest;
    }
}
