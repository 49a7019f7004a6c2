using GameServer.Protocol.Identity;

namespace GameServer.Authoring.Kernel;

/// <summary>What to do with the outcome of work outside the room. Closures: they live as long as the activation.</summary>
internal abstract record PendingWork
{
    /// <summary>Outcomes waited for at most, per room.</summary>
    internal const int CountMax = 1024;

    private PendingWork()
    {
    }

    /// <summary>The author's own; without a <paramref name="Failed"/> a failure is logged.</summary>
    internal sealed record Continuation(string Handler, Action<object?> Then, Action<Exception>? Failed) : PendingWork;

    /// <summary>A player's admission.</summary>
    internal sealed record Admission(PlayerId Player, Func<object?, JoinDecision> Then) : PendingWork;
}
