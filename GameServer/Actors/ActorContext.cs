namespace GameServer.Actors;

/// <summary>
/// What an actor may do besides changing its own state; used on its own turn only. Tells leave at the end of the turn, in order; those of a
/// message that throws never leave. Spawning, watching and timers take effect at once, whatever becomes of the message.
/// </summary>
internal sealed class ActorContext(ActorCell cell)
{
    internal ActorRef Self => cell.Ref;

    internal ActorSystem System => cell.System;

    /// <summary>The time at which the present turn first asked for it.</summary>
    internal DateTimeOffset Now => cell.Now;

    /// <summary>The next number of the actor's own seeded source, which goes on across restarts. Not for secrets.</summary>
    internal ulong NextRandom() => cell.Random.Next();

    /// <summary>Tells at the end of the turn. Nobody is there to hear the answer then, so what is not taken is a dead letter.</summary>
    internal void Tell(ActorRef to, object message) => cell.Effects.Tell(to, message);

    /// <summary>Answers a question at the end of the turn.</summary>
    internal void Tell<T>(ReplyTo<T> to, T answer) where T : notnull => cell.Effects.Tell(to, answer);

    /// <summary>A new actor below this one; it is stopped before this one stops and when this one is restarted.</summary>
    internal ActorRef Spawn(string name, Func<Actor> make, ActorOptions options) => cell.Spawn(name, make, options);

    /// <summary>Brings <see cref="Terminated"/> once, when the other has stopped; at once if it has already.</summary>
    internal void Watch(ActorRef other) => cell.Watches.Begin(other);

    /// <summary>
    /// Stops this actor after the present message, or another at the end of the turn. What still waits in its mailbox is dead letters.
    /// </summary>
    internal void Stop(ActorRef which) => cell.Effects.Stop(which);

    /// <summary>One message to oneself after the delay, on the control lane. An equal key replaces the timer that waits under it.</summary>
    internal void StartTimer(string key, TimeSpan delay, object message) => cell.Timers.Start(key, delay, message);

    /// <summary>The timer's message is not delivered any more, not even when it is already in the mailbox.</summary>
    internal void CancelTimer(string key) => cell.CancelTimer(key);

    /// <summary>
    /// From the next message on the data lane waits, until it is resumed: it fills up to its limit, and then refuses. Control messages,
    /// timers too, are received meanwhile.
    /// </summary>
    internal void PauseData() => cell.PauseData(true);

    internal void ResumeData() => cell.PauseData(false);
}
