namespace GameServer.Tests.Simulation;

/// <summary>How the store is to those who call it, in percent of the calls.</summary>
internal sealed record StoreWeather
{
    /// <summary>Nothing goes wrong.</summary>
    internal static readonly StoreWeather Fair = new();

    /// <summary>Calls that take up to <see cref="Slowest"/>.</summary>
    internal int Slow { get; init; }

    internal TimeSpan Slowest { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Calls that fail before anything has happened.</summary>
    internal int Fails { get; init; }

    /// <summary>Calls that are made and fail all the same.</summary>
    internal int LosesAnswer { get; init; }

    /// <summary>Calls that fail and are made later, some after what their caller asked next.</summary>
    internal int IsLate { get; init; }

    internal static StoreWeather Drawn(SimRandom random) => new()
    {
        Slow = random.Below(60),
        Slowest = random.Between(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(1500)),
        Fails = random.Below(25),
        LosesAnswer = random.Below(25),
        IsLate = random.Below(15),
    };

    internal StoreFate Draw(SimRandom random)
    {
        var pick = random.Below(100);
        return pick < Fails ? StoreFate.Fails
            : pick < Fails + LosesAnswer ? StoreFate.LosesAnswer
            : pick < Fails + LosesAnswer + IsLate ? StoreFate.IsLate
            : StoreFate.Made;
    }
}

/// <summary>What becomes of one call.</summary>
internal enum StoreFate
{
    /// <summary>It is made and answered.</summary>
    Made,

    /// <summary>It is not made and fails.</summary>
    Fails,

    /// <summary>It is made and fails.</summary>
    LosesAnswer,

    /// <summary>It fails and is made afterwards.</summary>
    IsLate,
}
