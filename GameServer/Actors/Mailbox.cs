using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>
/// Two bounded lanes, control before data, and the one place that decides when they are looked at: a mailbox is handed to the scheduler
/// once per wake and <paramref name="turn"/> is run by one thread at a time.
/// </summary>
/// <param name="scheduler">Who runs it.</param>
/// <param name="options">The limits of the lanes.</param>
/// <param name="turn">One bounded turn of the actor.</param>
/// <param name="isTurnDue">Whether something is left to do; asked between turns, from the thread of the last.</param>
internal sealed class Mailbox(IMailboxScheduler scheduler, ActorOptions options, Action turn, Func<bool> isTurnDue) : IRunnable
{
    private readonly Lane _control = new(options.ControlLaneMax);
    private readonly Lane _data = new(options.DataLaneMax);
    private int _state = (int)MailboxState.Idle;

    internal bool IsEmpty => _control.IsEmpty && _data.IsEmpty;

    internal TellAnswer Put(object message)
    {
        var answer = message is IControlMessage ? _control.Put(message) : _data.Put(message);
        if (answer == TellAnswer.Taken)
        {
            Wake();
        }

        return answer;
    }

    /// <summary>On the data lane, never refused for want of space.</summary>
    internal TellAnswer PutAlways(object message)
    {
        var answer = _data.PutSignal(message);
        if (answer == TellAnswer.Taken)
        {
            Wake();
        }

        return answer;
    }

    /// <summary>A timer or a termination: on the control lane, never refused for want of space.</summary>
    internal void PutSignal(object signal)
    {
        if (_control.PutSignal(signal) == TellAnswer.Taken)
        {
            Wake();
        }
    }

    /// <summary>The next message, on the actor's turn; null when both lanes are empty.</summary>
    internal object? Take() => _control.Take() ?? _data.Take();

    /// <summary>Takes nothing more from anyone. What waits can still be taken out.</summary>
    internal void Close()
    {
        _control.Close();
        _data.Close();
    }

    /// <summary>Sees to it that a turn is run after this call, by a turn that starts later than now.</summary>
    internal void Wake()
    {
        if (Move(MailboxState.Idle, MailboxState.Waiting))
        {
            scheduler.Schedule(this);
        }
    }

    public void Run()
    {
        Invariant.Check(Move(MailboxState.Waiting, MailboxState.Running), "a mailbox is run once per wake and by one thread at a time");
        turn();
        Invariant.Check(Move(MailboxState.Running, MailboxState.Idle), "nobody but its runner ends a mailbox's turn");

        // Whoever put something in while the state was still Running did not wake the mailbox: look again now that it is Idle.
        if (isTurnDue())
        {
            Wake();
        }
    }

    private bool Move(MailboxState from, MailboxState to) => Interlocked.CompareExchange(ref _state, (int)to, (int)from) == (int)from;
}

/// <summary>Idle → Waiting → Running → Idle.</summary>
internal enum MailboxState
{
    /// <summary>Nothing to do; the next message wakes it.</summary>
    Idle,

    /// <summary>Handed to the scheduler.</summary>
    Waiting,

    /// <summary>A thread is in its turn.</summary>
    Running,
}
