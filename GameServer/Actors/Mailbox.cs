using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>
/// Two bounded lanes, control before data, and the one place that decides when they are looked at: a mailbox is handed to the scheduler
/// once per wake and its actor's turn is run by one thread at a time. From any thread, but for <see cref="Take"/> and <see cref="Run"/>.
/// </summary>
internal sealed class Mailbox(ActorCell cell, IMailboxScheduler scheduler, ActorOptions options) : IRunnable
{
    private readonly Lock _gate = cell.Gate;
    private Ring<object> _control;
    private Ring<object> _data;
    private MailboxState _state;
    private TurnPace _pace;
    private bool _isClosed;
    private bool _isDataPaused;

    /// <summary>Nothing that may be taken now; what a paused data lane holds does not count.</summary>
    internal bool IsEmpty => _control.Count == 0 && (_isDataPaused || _data.Count == 0);

    public bool IsSlow => _pace.IsSlow;

    internal TellAnswer Put(object message) => message is IControlMessage
        ? Put(ref _control, options.ControlLaneMax, message)
        : Put(ref _data, options.DataLaneMax, message);

    /// <summary>On the data lane, never refused for want of space.</summary>
    internal TellAnswer PutAlways(object message) => Put(ref _data, int.MaxValue, message);

    /// <summary>A timer or a termination: on the control lane, never refused for want of space.</summary>
    internal void PutSignal(object signal) => Put(ref _control, int.MaxValue, signal);

    /// <summary>The next message, on the actor's turn; null when there is none that may be taken.</summary>
    internal object? Take()
    {
        // What another thread puts in after this look is seen at the end of the turn.
        if (IsEmpty)
        {
            return null;
        }

        lock (_gate)
        {
            return _control.Count > 0 ? _control.Dequeue() : _data.Dequeue();
        }
    }

    /// <summary>On the actor's turn: whether the data lane waits, filling up to its limit, while control messages go on.</summary>
    internal void PauseData(bool isPaused)
    {
        lock (_gate)
        {
            _isDataPaused = isPaused;
        }
    }

    /// <summary>Takes nothing more from anyone. What waits can still be taken out.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _isDataPaused = false;
        }
    }

    /// <summary>Sees to it that a turn is run after this call, by a turn that starts later than now.</summary>
    internal void Wake()
    {
        lock (_gate)
        {
            if (!TryWake())
            {
                return;
            }
        }

        scheduler.Schedule(this);
    }

    public void Run()
    {
        Invariant.Check(
            Interlocked.CompareExchange(ref _state, MailboxState.Running, MailboxState.Waiting) == MailboxState.Waiting,
            "a mailbox is run once per wake and by one thread at a time");
        cell.Turn();
        scheduler.NoteTurn(ref _pace);
        lock (_gate)
        {
            Invariant.Check(_state == MailboxState.Running, "nobody but its runner ends a mailbox's turn");
            _state = MailboxState.Idle;

            // Whoever put something in while the state was still Running did not wake the mailbox.
            if (!cell.IsTurnDue())
            {
                return;
            }

            TryWake();
        }

        scheduler.Schedule(this);
    }

    private TellAnswer Put(ref Ring<object> lane, int max, object message)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return TellAnswer.Stopped;
            }

            if (lane.Count >= max)
            {
                cell.System.CountRefusal();
                return TellAnswer.Full;
            }

            lane.Enqueue(message);
            if (!TryWake())
            {
                return TellAnswer.Taken;
            }
        }

        scheduler.Schedule(this);
        return TellAnswer.Taken;
    }

    /// <summary>Within the gate. True when the mailbox must be handed to the scheduler after it.</summary>
    private bool TryWake()
    {
        if (_state != MailboxState.Idle)
        {
            return false;
        }

        _state = MailboxState.Waiting;
        return true;
    }
}

/// <summary>
/// Idle → Waiting → Running → Idle. Written within the gate; only Waiting → Running, which nobody else can meet, is not.
/// </summary>
internal enum MailboxState
{
    /// <summary>Nothing to do; the next message wakes it.</summary>
    Idle,

    /// <summary>Handed to the scheduler.</summary>
    Waiting,

    /// <summary>A thread is in its turn.</summary>
    Running,
}
