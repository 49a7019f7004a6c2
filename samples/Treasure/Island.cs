namespace Treasure;

/// <summary>What an island is made of. Pure: chance comes from the room.</summary>
internal static class Island
{
    internal const uint Width = 9;
    internal const uint Chests = 8;

    /// <summary>How unevenly the coast and the edge of the jungle run.</summary>
    private const double Roughness = 0.3;

    /// <summary>A new island in place of the old one: rock in the middle, jungle around it, sand at the coast.</summary>
    internal static void Raise(TreasureState state, Random random)
    {
        const double middle = (Width - 1) / 2.0;
        state.Width = Width;
        state.Squares.Clear();
        for (uint number = 1; number <= Width * Width; number++)
        {
            var across = ((number - 1) % Width - middle) / middle;
            var down = ((number - 1) / Width - middle) / middle;
            var fromMiddle = (across * across) + (down * down) + ((random.NextDouble() - 0.5) * Roughness);
            if (fromMiddle < 1.15)
            {
                var ground = fromMiddle < 0.22 ? Ground.Rock : fromMiddle < 0.6 ? Ground.Jungle : Ground.Sand;
                state.Squares[number] = new Square { Ground = ground };
            }
        }
    }

    internal static TimeSpan DigTime(Ground ground) => ground switch
    {
        Ground.Sand => TimeSpan.FromSeconds(1),
        Ground.Jungle => TimeSpan.FromSeconds(2),
        Ground.Rock => TimeSpan.FromSeconds(4),
    };

    internal static uint Coins(Ground ground) => ground switch
    {
        Ground.Sand => 10,
        Ground.Jungle => 25,
        Ground.Rock => 60,
    };
}
