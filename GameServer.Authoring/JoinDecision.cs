namespace GameServer.Authoring;

/// <summary>A room's answer to a player who wants in.</summary>
public abstract record JoinDecision
{
    private JoinDecision()
    {
    }

    /// <summary>The player becomes a member in this turn.</summary>
    public static JoinDecision Accept { get; } = new Accepted();

    /// <summary>The player is refused with JOIN_REJECTED.</summary>
    /// <param name="reason">A sentence for people; sent to the player.</param>
    public static JoinDecision Reject(string reason) => new Rejected(reason);

    /// <summary>Decides later, on the room's turn, from the outcome of work that runs outside it.</summary>
    /// <param name="work">I/O; started after this turn. If it throws, the player is refused.</param>
    /// <param name="then">Runs on a later turn of the room.</param>
    public static JoinDecision Await<T>(Func<CancellationToken, Task<T>> work, Func<T, JoinDecision> then) =>
        new Awaited(async cancel => await work(cancel).ConfigureAwait(false), value => then((T)value!));

    internal sealed record Accepted : JoinDecision;

    internal sealed record Rejected(string Reason) : JoinDecision;

    internal sealed record Awaited(Func<CancellationToken, Task<object?>> Work, Func<object?, JoinDecision> Then) : JoinDecision;
}
