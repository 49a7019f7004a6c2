namespace GameServer.Actors;

/// <summary>
/// The asker's end of a question. Told directly the answer leaves at once; through <see cref="ActorContext.Tell{T}"/> it leaves with the turn.
/// </summary>
internal sealed class ReplyTo<T> : ITellTarget
{
    // The asker goes on elsewhere: an edge's continuation must never run inside the answering actor's turn.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Task => _answer.Task;

    /// <summary>The first answer counts; others, and those after the timeout, are ignored.</summary>
    internal void Tell(T answer) => _answer.TrySetResult(answer);

    internal void Fail(Exception cause) => _answer.TrySetException(cause);

    TellAnswer ITellTarget.Tell(object message)
    {
        Tell((T)message);
        return TellAnswer.Taken;
    }
}

/// <summary>A question that the asked actor's mailbox did not take.</summary>
internal sealed class AskRefusedException(string asked, TellAnswer answer) : Exception($"{asked} did not take the question: {answer}.")
{
    /// <summary><see cref="TellAnswer.Full"/> or <see cref="TellAnswer.Stopped"/>.</summary>
    internal TellAnswer Answer => answer;
}
