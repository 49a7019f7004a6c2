namespace GameServer.Actors;

/// <summary>The limits of one actor and what happens when it fails.</summary>
internal sealed record ActorOptions
{
    internal static ActorOptions Default { get; } = new();

    /// <summary>Data messages that may wait; one more is answered <see cref="TellAnswer.Full"/>.</summary>
    internal int DataLaneMax { get; init; } = 4096;

    /// <summary>
    /// Control messages that may wait. Timers and <see cref="Terminated"/> are bounded by what the actor asked for and never refused.
    /// </summary>
    internal int ControlLaneMax { get; init; } = 4096;

    /// <summary>Messages of one turn; the others wait for the next, behind other actors.</summary>
    internal int TurnMessagesMax { get; init; } = 128;

    internal Supervision Supervision { get; init; } = Supervision.Stop;
}
