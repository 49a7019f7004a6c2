namespace GameServer.Actors;

/// <summary>The address of an actor: all that others hold of it. It stays the same when the actor is restarted. From any thread.</summary>
internal sealed class ActorRef : ITellTarget
{
    internal ActorRef(ActorCell cell)
    {
        Cell = cell;
    }

    /// <summary>The names from the topmost actor down to this one, each after a slash.</summary>
    internal string Path => Cell.Path;

    /// <summary>The last of them: its own, among the living children of its parent.</summary>
    internal string Name => Cell.Name;

    internal ActorCell Cell { get; }

    /// <summary>Puts a message into the mailbox, now. Actors tell through their context, so that it leaves with their turn.</summary>
    public TellAnswer Tell(object message) => Cell.Tell(message);

    /// <summary>
    /// Puts a message into the data lane, beyond its limit if need be: for news that must not be lost and whose number other limits bound,
    /// such as the end of a connection or of a piece of work. Only <see cref="TellAnswer.Stopped"/> refuses it.
    /// </summary>
    internal TellAnswer TellAlways(object message) => Cell.TellAlways(message);

    /// <summary>
    /// A question from an edge. The task ends with the answer, with a <see cref="TimeoutException"/>, or with an
    /// <see cref="AskRefusedException"/> when the mailbox did not take it. Actors do not ask: they tell and receive.
    /// </summary>
    internal Task<T> Ask<T>(Func<ReplyTo<T>, object> message, TimeSpan timeout)
    {
        var reply = new ReplyTo<T>(this, timeout);
        var answer = Tell(message(reply));
        if (answer != TellAnswer.Taken)
        {
            reply.Refuse(new AskRefusedException(Path, answer));
        }

        return reply.Task;
    }

    public override string ToString() => Path;
}
