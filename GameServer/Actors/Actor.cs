namespace GameServer.Actors;

/// <summary>
/// A piece of state with a mailbox. It handles one message at a time, synchronously: nothing in it awaits, locks, reads a clock or does
/// I/O. What it tells through its <see cref="Context"/> leaves at the end of the turn.
/// </summary>
internal abstract class Actor
{
    private ActorContext? _context;

    /// <summary>What the actor may do besides changing its own state. Set before <see cref="OnStart"/>.</summary>
    protected ActorContext Context =>
        _context ?? throw new InvalidOperationException("An actor has no context in its constructor; use OnStart.");

    /// <summary>Before the first message.</summary>
    protected internal virtual void OnStart()
    {
    }

    /// <summary>One message. A message that throws has told nothing; the actor's supervision says how to go on.</summary>
    protected internal abstract void Receive(object message);

    /// <summary>After the last of at most <see cref="ActorOptions.TurnMessagesMax"/> messages and before what was told leaves.</summary>
    protected internal virtual void OnTurnEnd()
    {
    }

    /// <summary>After the last message and after the last child has stopped; also on the instance that a restart replaces.</summary>
    protected internal virtual void OnStop()
    {
    }

    /// <summary>On the new instance after a restart, in place of <see cref="OnStart"/>, which it calls unless overridden.</summary>
    protected internal virtual void OnRestart(Exception cause) => OnStart();

    internal void Attach(ActorContext context) => _context = context;
}
