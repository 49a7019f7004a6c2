namespace GameServer.Telemetry;

/// <summary>
/// Which commands begin a trace by chance. It draws how many commands there are up to the next one, so that those in between cost no
/// chance and no lock. May be used from any thread.
/// </summary>
/// <param name="commandsPerTrace">Of so many commands one, on average; 0: none.</param>
/// <param name="seed">Decides everything.</param>
internal sealed class TraceOdds(int commandsPerTrace, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    /// <summary>Of the commands from here on, the one that is to be traced: 1 is the next.</summary>
    internal long Next()
    {
        if (commandsPerTrace <= 1)
        {
            return commandsPerTrace == 1 ? 1 : long.MaxValue;
        }

        // As if each command were drawn for by itself: the gaps are distributed geometrically.
        double chance;
        lock (_lock)
        {
            chance = 1 - _random.NextDouble();
        }

        return 1 + (long)(Math.Log(chance) / Math.Log(1 - (1.0 / commandsPerTrace)));
    }
}
