using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>
/// What surrounds an actor: mailbox, life, supervision, timers, children, watchers. Everything here happens on the actor's turn, except for
/// <see cref="Tell"/>, <see cref="Signal"/>, <see cref="RequestStop"/>, the topmost actor's <see cref="Spawn"/> and what children and
/// watchers call.
/// </summary>
internal sealed class ActorCell
{
    private readonly ActorCell? _parent;
    private readonly ActorOptions _options;
    private readonly Mailbox _mailbox;
    private readonly ActorInstance _instance;
    private readonly ulong _seed;

    // Made when they are first needed: most actors are idle, and many of them never need some of these.
    private string? _path;
    private SplitMix64? _random;
    private ActorTimers? _timers;
    private ActorWatches? _watches;
    private ActorWatchers? _watchers;
    private ActorChildren? _children;
    private RestartBudget? _restarts;

    private Exception? _restartCause;
    private DateTimeOffset _now;
    private bool _isNowRead;
    private ActorState _state = ActorState.New;
    private volatile bool _stopRequested;

    internal ActorCell(ActorSystem system, ActorCell? parent, string name, ulong number, Func<Actor> make, ActorOptions options)
    {
        _parent = parent;
        Name = name;
        _options = options;
        _seed = SplitMix64.Derive(parent?._seed ?? system.Options.Seed, number);
        System = system;
        Number = number;
        Ref = new ActorRef(this);
        Effects = new TurnEffects(this);
        _mailbox = new Mailbox(this, system.Options.Scheduler, options);
        _instance = new ActorInstance(this, make);
    }

    internal ActorSystem System { get; }

    internal ActorRef Ref { get; }

    /// <summary>Among the living children of its parent.</summary>
    internal string Name { get; }

    internal string Path => _path ??= _parent is null ? "" : _parent.Path + "/" + Name;

    /// <summary>Its place among all that its parent ever spawned.</summary>
    internal ulong Number { get; }

    /// <summary>Guards what other threads reach: mailbox, children, watchers. Nothing within it takes another lock.</summary>
    internal Lock Gate { get; } = new();

    internal TurnEffects Effects { get; }

    internal SplitMix64 Random => _random ??= new SplitMix64(_seed);

    internal ActorTimers Timers => _timers ??= new ActorTimers(System.Timers, _mailbox);

    internal void CancelTimer(string key) => _timers?.Cancel(key);

    internal void PauseData(bool isPaused) => _mailbox.PauseData(isPaused);

    internal ActorWatches Watches => _watches ??= new ActorWatches(this);

    internal ActorWatchers Watchers => FirstOf(ref _watchers, static cell => new ActorWatchers(cell));

    internal ActorChildren Children => FirstOf(ref _children, static cell => new ActorChildren(cell));

    /// <summary>The same throughout a turn.</summary>
    internal DateTimeOffset Now
    {
        get
        {
            if (!_isNowRead)
            {
                _now = System.Options.Time.GetUtcNow();
                _isNowRead = true;
            }

            return _now;
        }
    }

    internal bool MayRestart => _options.Supervision.Answer == FaultAnswer.Restart;

    private RestartBudget Restarts =>
        _restarts ??= new RestartBudget(_options.Supervision.RestartsMax, _options.Supervision.Window);

    /// <summary>This one and all below it. From any thread.</summary>
    internal int CountWithChildren => 1 + (Volatile.Read(ref _children)?.InOrder().Sum(static child => child.CountWithChildren) ?? 0);

    private bool HasNoChildren => Volatile.Read(ref _children) is not { IsEmpty: false };

    internal TellAnswer Tell(object message) => _mailbox.Put(message);

    internal TellAnswer TellAlways(object message) => _mailbox.PutAlways(message);

    internal void Signal(object signal) => _mailbox.PutSignal(signal);

    internal void RequestStop()
    {
        _stopRequested = true;
        _mailbox.Wake();
    }

    internal ActorRef Spawn(string name, Func<Actor> make, ActorOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Children.TryAdd(name, number => new ActorCell(System, this, name, number, make, options)) is { } child)
        {
            child._mailbox.Wake();
            return child.Ref;
        }

        // An actor that is being stopped spawns nothing more; the address says so to everyone who uses it.
        var neverStarted = new ActorCell(System, this, name, 0, make, options) { _state = ActorState.Stopped };
        neverStarted._mailbox.Close();
        neverStarted.Watchers.TellAll();
        return neverStarted.Ref;
    }

    /// <summary>Whether something is left to do; asked between turns, within the gate, by the thread of the last.</summary>
    internal bool IsTurnDue() => _state switch
    {
        ActorState.New => true,
        ActorState.Running => _stopRequested || !_mailbox.IsEmpty,
        ActorState.Restarting => _stopRequested || HasNoChildren,
        ActorState.Stopping => HasNoChildren,
        ActorState.Stopped => false,
    };

    /// <summary>One bounded turn.</summary>
    internal void Turn()
    {
        _isNowRead = false;
        BeginStopIfAsked();
        var acted = StartIfDue() | ReceiveMessages();
        if (acted && _state == ActorState.Running)
        {
            Settle(nameof(Actor.OnTurnEnd), _instance.EndTurn());
        }

        Effects.Send();
        BeginStopIfAsked();
        if (_state == ActorState.Stopping && HasNoChildren)
        {
            End();
        }
    }

    private bool StartIfDue()
    {
        if (_state != ActorState.New && !(_state == ActorState.Restarting && HasNoChildren))
        {
            return false;
        }

        _instance.Release();
        var fault = _instance.Start(_restartCause);
        if (fault is null)
        {
            _state = _state.After(ActorEvent.Started);
        }

        Settle(nameof(Actor.OnStart), fault);
        return true;
    }

    private bool ReceiveMessages()
    {
        var received = 0;
        while (received < _options.TurnMessagesMax && _state == ActorState.Running && !_stopRequested && !Effects.StopsSelf
            && TakeMessage() is { } message)
        {
            received++;
            System.Options.OnReceive?.Invoke(Ref, message);
            if (_instance.Receive(message) is { } fault)
            {
                Settle(message.GetType().Name, fault);
            }
        }

        return received > 0;
    }

    /// <summary>The next message that still means something.</summary>
    private object? TakeMessage()
    {
        while (_mailbox.Take() is { } next)
        {
            switch (next)
            {
                case ActorTimer timer when Timers.TryFinish(timer) is { } message:
                    return message;
                case ActorTimer:
                case Terminated terminated when !Watches.TryFinish(terminated):
                    continue;
                default:
                    return next;
            }
        }

        return null;
    }

    /// <summary>Supervision: how the actor goes on after a step, which may have failed.</summary>
    private void Settle(string step, Exception? fault)
    {
        if (fault is null)
        {
            return;
        }

        var answer = _options.Supervision.Answer;
        if (answer == FaultAnswer.Resume && _state == ActorState.Running)
        {
            ActorLog.Resumed(System.Logger, Path, step, fault);
        }
        else if (MayRestart && Restarts.TryTake(Now))
        {
            ActorLog.Restarted(System.Logger, Path, step, Restarts.Spent, fault);
            _restartCause = fault;
            _state = _state.After(ActorEvent.Restart);
            LetGo();
        }
        else
        {
            ActorLog.StoppedByFault(System.Logger, Path, step, fault);
            BeginStop();
        }
    }

    private void BeginStopIfAsked()
    {
        if (_stopRequested && _state is (ActorState.New or ActorState.Running or ActorState.Restarting))
        {
            BeginStop();
        }
    }

    private void BeginStop()
    {
        _state = _state.After(ActorEvent.Stop);
        _mailbox.Close();
        Children.Close();
        LetGo();
        while (_mailbox.Take() is { } unreceived)
        {
            if (unreceived is not (ActorTimer or Terminated))
            {
                System.DeadLetters.Add(Path, unreceived, DeadLetterReason.Unreceived);
            }
        }
    }

    /// <summary>Ends timers, watches and a pause and asks the children to stop.</summary>
    private void LetGo()
    {
        _mailbox.PauseData(false);
        _timers?.CancelAll();
        _watches?.EndAll();
        foreach (var child in _children?.InOrder() ?? [])
        {
            child.RequestStop();
        }
    }

    /// <summary>After the last child. The name becomes free, then the watchers are told, then the parent may end.</summary>
    private void End()
    {
        _instance.Release();
        Effects.Send();
        LetGo();
        _state = _state.After(ActorEvent.Ended);
        _parent?.Children.FreeName(Name);
        Watchers.TellAll();
        _parent?.Children.CountOut();
        _parent?._mailbox.Wake();
        if (_parent is null)
        {
            System.Ended();
        }
    }

    /// <summary>From any thread: the one that was made first counts.</summary>
    private T FirstOf<T>(ref T? made, Func<ActorCell, T> make) where T : class =>
        Volatile.Read(ref made) ?? Interlocked.CompareExchange(ref made, make(this), null) ?? made;
}
