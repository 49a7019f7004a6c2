using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>
/// One room: gathers what waits in its mailbox, has the kernel run it as one turn, and lets the turn's output leave: at once, or, where the
/// room is durable, when the store has what it rests on.
/// </summary>
internal sealed class RoomActor(RoomStart start, RoomParts parts, RunningTurn running, ILogger log) : Actor
{
    private const string DueTimer = "due";

    private readonly RoomEntry _room = start.Room;
    private readonly List<RoomInput> _inputs = [];
    private readonly List<RoomInput.Attach> _doubted = [];
    private readonly PlacedJoins _placements = new();
    private IRoomKernel? _kernel;
    private TurnCarrier? _carrier;
    private RoomStorage? _storage;
    private TickWatch? _ticks;
    private DateTimeOffset? _armed;
    private bool _isDue;
    private bool _hasBegun;
    private long _doubts;

    /// <summary>A turn is due though nothing arrived. The first one begins the room, unless something else has.</summary>
    internal sealed record Due : IControlMessage
    {
        internal static readonly Due Instance = new();
    }

    /// <summary>The host has forgotten the room: whatever it had sent before has been answered by now.</summary>
    internal sealed record Stop;

    /// <summary>The node stops: the room takes no more turns and says so when all that it recorded is stored.</summary>
    /// <param name="HandsOver">Then it is freed, for another node to run it.</param>
    internal sealed record Drain(bool HandsOver) : IControlMessage;

    /// <summary>The node may act again.</summary>
    internal sealed record Thaw : IControlMessage
    {
        internal static readonly Thaw Instance = new();
    }

    /// <summary>The node has lost the room: another one has it, or may take it.</summary>
    internal sealed record Dispossess : IControlMessage
    {
        internal static readonly Dispossess Instance = new();
    }

    /// <summary>A gateway is gone, with all its connections.</summary>
    internal sealed record GatewayGone(NodeId Gateway) : IControlMessage;

    /// <summary>The node still has the room a whole lease after this attachment came with a position of a younger activation.</summary>
    internal sealed record DoubtOver(RoomInput.Attach Attach) : IControlMessage;

    private bool MayTurn => _storage is null || _storage.MayTurn;

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        if (!_room.Type.IsPlaced)
        {
            Begin(start.NewKernel());
            _carrier = new TurnCarrier(_room, start.Birth.Epoch, start.Host, parts, Context, log);
            return;
        }

        var desk = new StoreDesk(parts.Store, Context);
        var replays = new ReplayReader(_room.Id, _room.Type.Settings.ReplayBytesMax, desk, Context.Self);
        _carrier = new TurnCarrier(_room, start.Birth.Epoch, start.Host, parts, Context, log) { Replays = replays };
        _storage = new RoomStorage(start, parts, desk, _carrier, Context, log);
        try
        {
            Begin(start.NewKernel());
            _storage.Begin(_kernel!);
        }
        catch (RoomHistoryException cause)
        {
            log.HistoryUnreadable(cause, _room.Id.Value, _room.Type.Name.Value);
            _storage.GiveUp(barred: "What is stored of the room cannot be read.");
        }
    }

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case RoomInput.Attach attach when IsFromYounger(attach):
                Doubt(attach);
                break;
            case RoomInput input:
                _inputs.Add(input);
                break;
            case DoubtOver over when _doubted.Remove(over.Attach):
                _inputs.Add(over.Attach);
                break;
            case DoubtOver:
                break;
            case Due:
                if (_armed is { } due)
                {
                    parts.Traffic.CountTimedTurn(Context.Now - due);
                }

                _armed = null;
                _isDue = true;
                break;
            case TurnCarrier.FlushDue:
                _carrier!.FlushNow();
                break;
            case Stop:
                Context.Stop(Context.Self);
                break;
            case Drain drain:
                DrainNow(drain.HandsOver);
                break;
            case GatewayGone gone:
                _carrier!.GatewayGone(gone.Gateway);
                break;
            case HostMessage.Place place:
                _placements.Add(place);
                _inputs.Add(place.Input);
                break;
            case RoomSeats.Wanted wanted:
                _inputs.Add(_carrier!.Ask(wanted));
                break;
            case RoomOrders.Wanted ordered:
                _inputs.Add(_carrier!.Ask(ordered));
                break;
            case RoomLook look:
                look.Answer(Seen());
                break;
            default:
                _storage!.Receive(message);
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnTurnEnd()
    {
        if (_storage is { IsAway: true })
        {
            SendBack();
        }
        else if ((_isDue || _inputs.Count > 0) && MayTurn)
        {
            RunTurn();
        }

        _storage?.TurnEnded();
    }

    /// <inheritdoc />
    protected internal override void OnStop()
    {
        if (_storage is { IsEnded: false })
        {
            _storage.Leave();
        }
        else
        {
            _carrier?.Close();
        }

        _storage?.Dispose();
    }

    private void Begin(IRoomKernel kernel)
    {
        _kernel = kernel;
        _ticks = TickWatch.Of(_room, kernel, running, parts.Store.Meter, log);
    }

    private RoomSeen? Seen() => _kernel is { } kernel
        ? new RoomSeen(_room, kernel.Epoch, kernel.Snapshot(), kernel.Listing, start.Birth.Now) { Ticks = _ticks?.Figures }
        : null;

    private bool IsFromYounger(RoomInput.Attach attach) =>
        attach.Position is { } position && position.Epoch.Value > start.Birth.Epoch.Value && parts.Lease.Length > TimeSpan.Zero;

    // Somebody who was in a younger activation must not be shown this one. Most likely the node has been revoked and will hear of it with
    // its next renewal: then the host finds out where the room is. If it is not, the position is nonsense.
    private void Doubt(RoomInput.Attach attach)
    {
        _doubted.Add(attach);
        Context.StartTimer($"doubt {++_doubts}", parts.Lease.Length, new DoubtOver(attach));
    }

    // A room that has just been made begins first: of a volatile one nothing else would be left. One that is not in the store goes with the
    // node: whoever is to hear of its end hears it now.
    private void DrainNow(bool handsOver)
    {
        if (_kernel is not null && !_hasBegun && MayTurn)
        {
            RunTurn();
        }

        if (_storage is not null)
        {
            _storage.Drain(handsOver);
            return;
        }

        if (!_kernel!.IsClosed)
        {
            parts.Announcer.Keep(parts.Announcer.Closed(_kernel, "The server has stopped.", Context.Now));
        }

        Context.Tell(start.Host, new HostMessage.Drained(_room.Id));
    }

    private void RunTurn()
    {
        (_isDue, _hasBegun) = (false, true);
        running.Begin(_kernel!, Context.Now);
        var spans = parts.Store.Tracing.IsOn ? TurnSpans.Of(_inputs) : null;
        spans?.Began();
        var began = parts.Store.Meter.TurnBegins(isWatched: _ticks is not null);
        var effects = _kernel!.RunTurn(Context.Now, _inputs);
        var took = parts.Store.Meter.TurnEnded(began);
        running.End();
        spans?.Ended(_room, _kernel.Version, _inputs.Count);
        parts.Traffic.CountTurn();
        if (_storage is null && effects.ClosedBecause is { } reason)
        {
            parts.Announcer.Keep(parts.Announcer.Closed(_kernel, reason, effects.At));
        }

        if (!ReferenceEquals(effects, EffectList.None) && (_storage is null || !_storage.Holds(effects, _inputs, _placements, spans)))
        {
            _carrier!.CarryOut(effects, _placements, _kernel.Published, isLast: _kernel.IsClosed, spans);
        }

        _placements.Clear();
        GiveBack();
        if (_ticks?.Turned(began, took) is { } overload)
        {
            _inputs.Add(overload);
            _carrier!.Notice(overload);
        }

        Arm();
    }

    // Nobody here runs the room any more: the host finds out who does.
    private void SendBack()
    {
        _inputs.InsertRange(0, _doubted);
        _doubted.Clear();
        TurnSpans.Of(_inputs)?.Dropped(_room);
        _storage!.SendBack(_inputs, _placements);
        _placements.Clear();
        GiveBack();
    }

    // What was handled is used again for other commands.
    private void GiveBack()
    {
        foreach (var input in _inputs)
        {
            if (input is RoomInput.Command command)
            {
                parts.Commands.GiveBack(command);
            }
        }

        _inputs.Clear();
    }

    private void Arm()
    {
        var due = _kernel!.NextDue;
        if (due == _armed)
        {
            return;
        }

        _armed = due;
        if (due is { } at)
        {
            var delay = at - Context.Now;
            Context.StartTimer(DueTimer, delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Due.Instance);
        }
        else
        {
            Context.CancelTimer(DueTimer);
        }
    }
}
