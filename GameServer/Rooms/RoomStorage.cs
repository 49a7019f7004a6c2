using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>
/// The life of a durable room beside its turns: what of its output waits for the store, when it is written behind, how it falls asleep,
/// moves away and drains. Used on the room's turn.
/// </summary>
internal sealed class RoomStorage(
    RoomStart start, RoomParts parts, StoreDesk desk, TurnCarrier carrier, ActorContext context, ILogger log) : IDisposable
{
    private readonly RoomEntry _room = start.Room;
    private readonly RoomFarewell _farewell = new(start.Room.Id, start.Host, context);
    private readonly HeldTurns _held = new(parts.Options.HeldBytesMax);
    private readonly ReturnDesk _returns = new(start.Room.Id, start.Host, carrier);
    private readonly SavingNotice _notice = new(TimeSpan.FromMilliseconds(parts.Options.SavingDelayedMs), carrier, context);
    private RoomLife _life = RoomLife.Running;
    private IRoomKernel? _kernel;
    private RoomSaver? _saver;
    private RoomRest? _rest;
    private RoomVersion _left;
    private bool _isPaused;
    private bool _isTired;
    private bool _isSleepAsked;
    private bool _saidDrained;
    private bool _handsOver;

    // As which life of the node the room runs: another one's lease says nothing.
    private Incarnation _owner = parts.Lease.Owner;

    /// <summary>No turn runs while the room's life, or too much that waits, forbids it.</summary>
    internal bool MayTurn => _life switch
    {
        RoomLife.Running => !_held.IsFull && parts.Lease.HoldsFor(_owner),
        RoomLife.Ended => true,
        RoomLife.Opening or RoomLife.FallingAsleep or RoomLife.Away or RoomLife.Draining => false,
    };

    internal bool IsAway => _life == RoomLife.Away;

    internal bool IsEnded => _life == RoomLife.Ended;

    internal void Begin(IRoomKernel kernel)
    {
        _kernel = kernel;
        _saver = new RoomSaver(_room.Type, _room.Id, kernel, parts.Committers.Of(_room.Id), context.Self, parts.Announcer);
        _rest = new RoomRest(_room.Type.Settings, kernel, _saver, context);
        _saver.Begin(start.Stored);
        _left = kernel.Published;
        if (kernel.WantsSnapshotFirst)
        {
            _life = RoomLife.Opening;
            _saver.Save(context.Now);
        }
    }

    /// <summary>Whether the turn's output waits: then it is carried out later.</summary>
    internal bool Holds(EffectList effects, IReadOnlyList<RoomInput> inputs, PlacedJoins placements, TurnSpans? spans)
    {
        var mustWait = _saver!.Turned(effects, spans);
        if (!mustWait && _held.Count == 0)
        {
            Left(_kernel!.Published);
            return false;
        }

        _held.Add(new HeldTurn(
            effects, ReturnDesk.Kept(inputs), placements.Take(), _saver.Given, _kernel!.Published, context.Now)
        {
            Spans = spans,
        });
        _notice.Watch(_held);
        return true;
    }

    internal void Receive(object message)
    {
        switch (message)
        {
            case CommitAnswer answer:
                Receive(answer);
                break;
            case StoreDesk.Tried tried:
                desk.Receive(tried);
                break;
            case StoreDesk.TryAgain again:
                desk.Receive(again);
                break;
            case SavingNotice.Overdue:
                _notice.Receive(_held);
                break;
            case RoomRest.SaveDue:
                _rest!.Save();
                break;
            case RoomRest.SleepDue:
                _isTired = true;
                break;
            case RoomActor.Thaw:
                _owner = parts.Lease.Owner;
                Release();
                break;
            case RoomActor.Dispossess when _life is not (RoomLife.Away or RoomLife.Ended):
                Lose(failed: false);
                break;
            case RoomFarewell.Lingered:
                // What a member missed may still be read: its attachment comes back with it.
                _farewell.End(isWaiting: !desk.IsIdle);
                break;
        }
    }

    /// <summary>After each of the actor's turns.</summary>
    internal void TurnEnded()
    {
        if (_life == RoomLife.Running)
        {
            FallAsleepIfTired();
        }

        if (_life == RoomLife.Draining && IsSettled && !_saidDrained)
        {
            _saidDrained = true;
            if (_handsOver)
            {
                AskForSleep(context.Now);
            }
            else
            {
                context.Tell(start.Host, new HostMessage.Drained(_room.Id));
            }
        }

        var pauses = !MayTurn && _life != RoomLife.Away;
        if (pauses != _isPaused)
        {
            _isPaused = pauses;
            if (pauses)
            {
                context.PauseData();
            }
            else
            {
                context.ResumeData();
            }
        }
    }

    /// <summary>The node stops.</summary>
    internal void Drain(bool handsOver)
    {
        _handsOver = handsOver;
        Move(RoomEvent.NodeStops);
        if (_life != RoomLife.Draining)
        {
            context.Tell(start.Host, new HostMessage.Drained(_room.Id));
        }
        else if (_saver!.IsUnsaved)
        {
            _saver.Save(context.Now);
        }
    }

    /// <summary>The room cannot be run: nobody is told by it, and its host opens it no more for a while.</summary>
    internal void GiveUp(string barred)
    {
        Move(RoomEvent.Refused);
        _farewell.Say(failed: true, barred);
    }

    /// <summary>What arrived for a room that is not run here any more is passed back to the host.</summary>
    internal void SendBack(IReadOnlyList<RoomInput> inputs, PlacedJoins placements) => _returns.Return(inputs, placements);

    /// <summary>
    /// Members that are attached go on where their output has ended. Those whose attachment or join was in it have heard nothing yet.
    /// </summary>
    internal void Leave()
    {
        foreach (var turn in _held.TakeAll())
        {
            _returns.Return(turn.Asked, turn.Placements);
        }

        carrier.Move(new Position(start.Birth.Epoch, _left));
    }

    public void Dispose() => desk.Dispose();

    /// <summary>Nothing is on its way to the store or back.</summary>
    private bool IsSettled => _held.Count == 0 && _saver!.IsSettled && desk.IsIdle;

    private void Receive(CommitAnswer answer)
    {
        switch (answer)
        {
            case CommitAnswer.Committed committed:
                _saver!.Committed(committed.Version);
                Release();
                break;
            case CommitAnswer.Saved saved:
                _saver!.Saved(saved);
                Move(RoomEvent.Opened);
                Release();
                break;
            case CommitAnswer.Refused refused when _life is not (RoomLife.Away or RoomLife.Ended):
                log.RoomRefused(_room.Id.Value, refused.Why.ToString());
                Lose(failed: refused.Why != WriteAnswer.Fenced);
                break;
            case CommitAnswer.Refused:
                break;
        }

        if (_life == RoomLife.FallingAsleep && _saver!.IsSettled)
        {
            AskForSleep(_kernel!.WakeAt);
        }
    }

    private void Lose(bool failed)
    {
        Move(RoomEvent.Refused);
        Leave();
        _farewell.Say(failed);
    }

    private void Release()
    {
        // What a frozen node holds waits until it may act again.
        if (!parts.Lease.HoldsFor(_owner) || _saver!.Leavable is not { } stored || _held.Take(stored) is not { Count: > 0 } leaving)
        {
            return;
        }

        carrier.CarryOut(leaving, isLast: _kernel!.IsClosed && _held.Count == 0);
        Left(leaving[^1].Published);
        _notice.Released(_held);
    }

    /// <summary>Attached members have got all updates up to this version.</summary>
    private void Left(RoomVersion published)
    {
        _left = published;
        if (_kernel!.IsClosed && _held.Count == 0)
        {
            Move(RoomEvent.Closed);
        }
    }

    private void FallAsleepIfTired()
    {
        if (!_isTired)
        {
            _rest!.Look();
            return;
        }

        _isTired = false;
        var isCalm = IsSettled && parts.Store.Health.Silence(context.Now).TotalMilliseconds < parts.Options.SavingDelayedMs;
        if (!_rest!.FallsAsleep(isCalm))
        {
            return;
        }

        Move(RoomEvent.Tired);
        if (_saver!.IsUnsaved)
        {
            _saver.Save(context.Now);
        }
        else
        {
            AskForSleep(_kernel!.WakeAt);
        }
    }

    private void AskForSleep(DateTimeOffset? wakeAt)
    {
        if (_isSleepAsked)
        {
            return;
        }

        _isSleepAsked = true;
        var version = _saver!.Stored;
        desk.Ask((store, cancel) => store.SleepAsync(_room.Id, start.Birth.Epoch, version, wakeAt, cancel), _ => Slept());
    }

    // Freed or fenced: in both cases somebody else may run the room from now on.
    private void Slept()
    {
        Move(RoomEvent.Slept);
        Leave();
        _farewell.Say(failed: false);
    }

    private void Move(RoomEvent happened) => _life = _life.After(happened);
}
