namespace GameServer.Client;

/// <summary>What became of a command.</summary>
/// <typeparam name="TEvent">The room's event type, of which replies are.</typeparam>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reply">The room's reply, if it gave one.</param>
/// <param name="Reason">A sentence for people, unless applied.</param>
public sealed record CommandReply<TEvent>(CommandOutcome Outcome, TEvent? Reply, string Reason)
    where TEvent : class
{
    /// <summary>True when the room applied the command.</summary>
    public bool IsApplied => Outcome is CommandOutcome.Applied or CommandOutcome.Forgotten;
}
