namespace GameServer.Actors;

/// <summary>How an actor goes on after a message threw.</summary>
internal sealed record Supervision
{
    private Supervision(FaultAnswer answer, int restartsMax, TimeSpan window)
    {
        Answer = answer;
        RestartsMax = restartsMax;
        Window = window;
    }

    /// <summary>Keeps the instance and its state, and goes on with the next message. An actor that failed to start is stopped.</summary>
    internal static Supervision Resume { get; } = new(FaultAnswer.Resume, 0, TimeSpan.Zero);

    /// <summary>Stops the actor; its watchers are told.</summary>
    internal static Supervision Stop { get; } = new(FaultAnswer.Stop, 0, TimeSpan.Zero);

    internal FaultAnswer Answer { get; }

    internal int RestartsMax { get; }

    internal TimeSpan Window { get; }

    /// <summary>
    /// Makes a new instance; mailbox and address stay, children are stopped, timers and watches end.
    /// One fault more than <paramref name="restartsMax"/> within <paramref name="window"/> stops the actor.
    /// </summary>
    internal static Supervision Restart(int restartsMax, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(restartsMax);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        return new Supervision(FaultAnswer.Restart, restartsMax, window);
    }
}

/// <summary>The kinds of <see cref="Supervision"/>.</summary>
internal enum FaultAnswer
{
    /// <summary>The same instance goes on.</summary>
    Resume,

    /// <summary>A new instance goes on.</summary>
    Restart,

    /// <summary>Nothing goes on.</summary>
    Stop,
}
