namespace GameServer.Bench.Soak;

/// <summary>What was asked for on the command line.</summary>
internal sealed record SoakOptions
{
    /// <summary>How long, together.</summary>
    internal double Minutes { get; init; } = 10;

    /// <summary>How long players play in a cycle.</summary>
    internal double CycleSeconds { get; init; } = 15;

    /// <summary>Cycles of each process, however long that takes; null: as many as there is time for.</summary>
    internal int? Cycles { get; init; }

    /// <summary>Players of the built-in games at a time.</summary>
    internal int Bots { get; init; } = 60;

    /// <summary>Decides who plays what, and whose connection breaks when.</summary>
    internal int Seed { get; init; } = 1;

    /// <summary>The server's first process is not killed; there is no other.</summary>
    internal bool IsSpared { get; init; }

    /// <summary>The server has a leak, which must be found.</summary>
    internal bool Leaks { get; init; }
}
