namespace GameServer.Actors;

/// <summary>
/// The asker's end of a question. Told directly the answer leaves at once; through <see cref="ActorContext.Tell{T}"/> with the turn.
/// </summary>
internal sealed class ReplyTo<T> : ITellTarget
{
    // The asker goes on elsewhere: an edge's continuation must never run inside the answering actor's turn.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimerQueue _timers;
    private readonly TimerEntry _deadline;

    internal ReplyTo(ActorRef asked, TimeSpan timeout)
    {
        _timers = asked.Cell.System.Timers;
        _deadline = _timers.Add(timeout, () => _answer.TrySetException(
            new TimeoutException($"{asked.Path} did not answer within {timeout}.")));
    }

    internal Task<T> Task => _answer.Task;

    /// <summary>The first answer counts; others, and those after the timeout, are ignored: false says that this one was.</summary>
    internal bool Tell(T answer)
    {
        _timers.Remove(_deadline);
        return _answer.TrySetResult(answer);
    }

    internal void Refuse(AskRefusedException cause)
    {
        _answer.TrySetException(cause);
        _timers.Remove(_deadline);
    }

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
