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
    private readonly string _name;
    private readonly ActorOptions _options;
    private readonly Mailbox _mailbox;
    private readonly ActorInstance _instance;
    private readonly RestartBudget _restarts;
    private readonly ulong _seed;
    private ActorState _state = ActorState.New;
    private Exception? _restartCause;
    private volatile bool _stopRequested;

    internal ActorCell(ActorSystem system, ActorCell? parent, string name, ulong number, Func<Actor> make, ActorOptions options)
    {
        _parent = parent;
        _name = name;
        _options = options;
        _seed = SplitMix64.Derive(parent?._seed ?? system.Options.Seed, number);
        System = system;
        Number = number;
        Path = parent is null ? "" : parent.Path + "/" + name;
        Ref = new ActorRef(this);
        Random = new SplitMix64(_seed);
        Effects = new TurnEffects(Ref, system.DeadLetters);
        Watches = new ActorWatches(this);
        Watchers = new ActorWatchers(Ref);
        _mailbox = new Mailbox(system.Options.Scheduler, options, Turn, IsTurnDue);
        Timers = new ActorTimers(system.Timers, _mailbox);
        _instance = new ActorInstance(this, make);
        _restarts = new RestartBudget(options.Supervision.RestartsMax, options.Supervision.Window);
    }

    internal ActorSystem System { get; }

    internal ActorRef Ref { get; }

    internal string Path { get; }

    /// <summary>Its place among all that its parent ever spawned.</summary>
    internal ulong Number { get; }

    internal SplitMix64 Random { get; }

    internal TurnEffects Effects { get; }

    internal ActorTimers Timers { get; }

    internal ActorWatches Watches { get; }

    internal ActorWatchers Watchers { get; }

    internal ActorChildren Children { get; } = new();

    internal DateTimeOffset Now { get; private set; }

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
        var acted = StartIfDue() | ReceiveMessages();
        if (acted && _state == ActorState.Running)
        {
            Settle(nameof(Actor.OnTurnEnd), _instance.EndTurn());
        }

        Effects.Send();
        BeginStopIfAsked();
        if (_state == ActorState.Stopping && Children.IsEmpty)
        {
            End();
        }
    }

    private bool StartIfDue()
    {
        if (_state != ActorState.New && !(_state == ActorState.Restarting && Children.IsEmpty))
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
            Now = System.Options.Time.GetUtcNow();
            System.Options.OnReceive?.Invoke(Ref, message);
            Settle(message.GetType().Name, _instance.Receive(message));
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
        else if (answer == FaultAnswer.Restart && _restarts.TryTake(Now))
        {
            ActorLog.Restarted(System.Logger, Path, step, _restarts.Spent, fault);
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

    /// <summary>Ends timers and watches and asks the children to stop.</summary>
    private void LetGo()
    {
        Timers.CancelAll();
        Watches.EndAll();
        foreach (var child in Children.InOrder())
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
        _parent?.Children.FreeName(_name);
        Watchers.TellAll();
        _parent?.Children.CountOut();
        _parent?._mailbox.Wake();
        if (_parent is null)
        {
            System.Ended();
        }
    }
}
