namespace GameServer.Games.Arena;

/// <summary>The arena's space: leaving it on one side enters it on the other. Positions are in 1/16 unit.</summary>
internal static class Torus
{
    internal const int PerUnit = 16;
    internal const int FullTurn = 1024;

    /// <summary>The value brought into 0 to size - 1.</summary>
    internal static int Wrap(int value, int size)
    {
        var rest = value % size;
        return rest < 0 ? rest + size : rest;
    }

    /// <summary>The shortest way from one place to another, over the edge if that is nearer.</summary>
    internal static int Offset(int from, int to, int size)
    {
        var way = Wrap(to - from, size);
        return way > size / 2 ? way - size : way;
    }

    internal static int Width(ArenaState arena) => (int)arena.Width * PerUnit;

    internal static int Height(ArenaState arena) => (int)arena.Height * PerUnit;

    /// <summary>The heading that points along a vector, 0 to 1023.</summary>
    internal static int Heading(double x, double y) =>
        Wrap((int)Math.Round(Math.Atan2(y, x) / Math.Tau * FullTurn), FullTurn);

    internal static (double X, double Y) Direction(int heading)
    {
        var (sine, cosine) = Math.SinCos(heading * Math.Tau / FullTurn);
        return (cosine, sine);
    }
}
