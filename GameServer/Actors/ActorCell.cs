using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>
/// What surrounds an actor: mailbox, life, supervision, timers, children, watchers. Everything here happens on the actor's turn, except for
/// <see cref="Tell"/>, <see cref="Signal"/>, <see cref="RequestStop"/> and what children and watchers call.
/// </summary>
internal sealed class ActorCell
{
    private readonly ActorCell? _parent;
    private readonly string _name;
    private readonly Func<Actor> _make;
    private readonly ActorOptions _options;
    private readonly Mailbox _mailbox;
    private readonly RestartBudget _restarts;
    private readonly ActorWatchers _watchers;
    private readonly HashSet<ActorRef> _watching = [];
    private Actor? _actor;
    private Exception? _restartCause;
    private ActorState _state = ActorState.New;
    private bool _stopsSelf;
    private volatile bool _stopRequested;

    internal ActorCell(ActorSystem system, ActorCell? parent, string name, ulong number, Func<Actor> make, ActorOptions options)
    {
        _parent = parent;
        _name = name;
        _make = make;
        _options = options;
        System = system;
        Number = number;
        Path = parent is null ? "" : parent.Path + "/" + name;
        Ref = new ActorRef(this);
        Seed = SplitMix64.Derive(parent?.Seed ?? system.Options.Seed, number);
        Random = new SplitMix64(Seed);
        Effects = new TurnEffects(system.DeadLetters);
        _mailbox = new Mailbox(system.Options.Scheduler, options, Turn, IsTurnDue);
        Timers = new ActorTimers(system.Timers, _mailbox);
        _restarts = new RestartBudget(options.Supervision.RestartsMax, options.Supervision.Window);
        _watchers = new ActorWatchers(Ref);
    }

    internal ActorSystem System { get; }

    internal ActorRef Ref { get; }

    internal string Path { get; }

    /// <summary>Its place among all that its parent ever spawned.</summary>
    internal ulong Number { get; }

    internal SplitMix64 Random { get; }

    internal TurnEffects Effects { get; }

    internal ActorTimers Timers { get; }

    internal DateTimeOffset Now { get; private set; }

    internal ActorChildren Children { get; } = new();

    private ulong Seed { get; }

    internal TellAnswer Tell(object message) => _mailbox.Put(message);

    internal void Signal(object signal) => _mailbox.PutSignal(signal);

    internal void RequestStop()
    {
        _stopRequested = true;
        _mailbox.Wake();
    }

    internal ActorRef Spawn(string name, Func<Actor> make, ActorOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var child = Children.TryAdd(name, number => new ActorCell(System, this, name, number, make, options));
        if (child is null)
        {
            return NeverStarted(name, make, options);
        }

        child._mailbox.Wake();
        return child.Ref;
    }

    internal void Watch(ActorRef other)
    {
        if (_watching.Add(other))
        {
            other.Cell._watchers.Add(this);
        }
    }

    internal void Stop(ActorRef which)
    {
        if (ReferenceEquals(which, Ref))
        {
            _stopsSelf = true;
        }
        else
        {
            Effects.Stop(which);
        }
    }

    /// <summary>An actor that is being stopped spawns nothing more: the address says so to everyone who uses it.</summary>
    private ActorRef NeverStarted(string name, Func<Actor> make, ActorOptions options)
    {
        var child = new ActorCell(System, this, name, 0, make, options) { _state = ActorState.Stopped };
        child._mailbox.Close();
        child._watchers.TellAll();
        return child.Ref;
    }

    private bool IsTurnDue() => _state switch
    {
        ActorState.New => true,
        ActorState.Running => _stopRequested || !_mailbox.IsEmpty,
        ActorState.Restarting => _stopRequested || Children.IsEmpty,
        ActorState.Stopping => Children.IsEmpty,
        ActorState.Stopped => false,
    };

    private void Turn()
    {
        Now = System.Options.Time.GetUtcNow();
        BeginStopIfAsked();
        var started = (_state == ActorState.New || (_state == ActorState.Restarting && Children.IsEmpty)) && Start();
        var received = _state == ActorState.Running && ReceiveMessages();
        if ((started || received) && _state == ActorState.Running)
        {
            Attempt(nameof(Actor.OnTurnEnd), this, static cell => cell._actor!.OnTurnEnd());
        }

        BeginStopIfAsked();
        Effects.Send();
        if (_state == ActorState.Stopping && Children.IsEmpty)
        {
            End();
        }
    }

    private bool Start()
    {
        ReleaseInstance();
        if (!Attempt(nameof(Actor.OnStart), this, static cell => cell.MakeInstance()))
        {
            return false;
        }

        _state = _state.After(ActorEvent.Started);
        return true;
    }

    private void MakeInstance()
    {
        var actor = _make();
        actor.Attach(new ActorContext(this));
        if (_restartCause is null)
        {
            actor.OnStart();
        }
        else
        {
            actor.OnRestart(_restartCause);
        }

        _actor = actor;
    }

    private bool ReceiveMessages()
    {
        var received = 0;
        while (received < _options.TurnMessagesMax && _state == ActorState.Running && !_stopRequested && TakeMessage() is { } message)
        {
            received++;
            Now = System.Options.Time.GetUtcNow();
            System.Options.OnReceive?.Invoke(Ref, message);
            Attempt(message.GetType().Name, (Cell: this, Message: message), static at => at.Cell._actor!.Receive(at.Message));
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
                case ActorTimer timer when Timers.TryFinish(timer):
                    return timer.Message;
                case ActorTimer:
                case Terminated terminated when !_watching.Remove(terminated.Actor):
                    continue;
                default:
                    return next;
            }
        }

        return null;
    }

    /// <summary>One step of the actor. When it throws, what it told is taken back and supervision decides.</summary>
    private bool Attempt<T>(string what, T argument, Action<T> step)
    {
        var mark = Effects.Mark;
        try
        {
            step(argument);
            if (_stopsSelf)
            {
                _stopRequested = true;
            }

            return true;
        }
        catch (Exception cause)
        {
            Effects.TakeBack(mark);
            AnswerFault(what, cause);
            return false;
        }
        finally
        {
            _stopsSelf = false;
        }
    }

    private void AnswerFault(string what, Exception cause)
    {
        var answer = _options.Supervision.Answer;
        if (answer == FaultAnswer.Resume && _state == ActorState.Running)
        {
            LogActors.Resumed(System.Logger, Path, what, cause);
        }
        else if (answer == FaultAnswer.Restart && _restarts.TryTake(Now))
        {
            LogActors.Restarted(System.Logger, Path, what, _restarts.Spent, cause);
            _restartCause = cause;
            _state = _state.After(ActorEvent.Restart);
            LetGo();
        }
        else
        {
            LogActors.StoppedByFault(System.Logger, Path, what, cause);
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

    /// <summary>Ends timers and watches and asks the children to stop.</summary>
    private void LetGo()
    {
        Timers.CancelAll();
        foreach (var other in _watching)
        {
            other.Cell._watchers.Remove(this);
        }

        _watching.Clear();
        foreach (var child in Children.InOrder())
        {
            child.RequestStop();
        }
    }

    /// <summary>After the last child. The name becomes free, then the watchers are told, then the parent may end.</summary>
    private void End()
    {
        ReleaseInstance();
        Effects.Send();
        LetGo();
        _state = _state.After(ActorEvent.Ended);
        _parent?.Children.FreeName(_name);
        _watchers.TellAll();
        _parent?.Children.CountOut();
        _parent?._mailbox.Wake();
        if (_parent is null)
        {
            System.Ended();
        }
    }

    private void ReleaseInstance()
    {
        var mark = Effects.Mark;
        try
        {
            _actor?.OnStop();
        }
        catch (Exception cause)
        {
            Effects.TakeBack(mark);
            LogActors.FailedInOnStop(System.Logger, Path, cause);
        }

        _actor = null;
    }
}
