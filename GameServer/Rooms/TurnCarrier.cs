using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>Carries out what a room's turns want done, in order, and decides when it is written. Used on the room's turn.</summary>
internal sealed class TurnCarrier(RoomEntry room, Epoch epoch, ActorRef host, RoomParts parts, ActorContext context, ILogger log)
{
    private const string FlushTimer = "flush";

    private readonly RoomSeats _seats = new(parts);
    private readonly RoomOrders _orders = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly FlushPace _pace = new(room.Type.Settings.FlushWindow);
    private readonly IRoomAudience _audience = parts.Audiences.Open(room with { Actor = context.Self }, epoch);
    private readonly AnswerSpans _answers = new(parts.Store.Tracing);
    private TimeSpan? _wait;
    private bool _writesAtOnce;
    private bool _flushIsArmed;

    /// <summary>What the room has said has waited for the flush window.</summary>
    internal sealed record FlushDue : IControlMessage
    {
        internal static readonly FlushDue Instance = new();
    }

    /// <summary>Of durable rooms: reads from the log what members missed.</summary>
    internal ReplayReader? Replays { get; init; }

    /// <summary>What the room's turn is to work on.</summary>
    internal RoomInput Ask(RoomSeats.Wanted wanted) => _seats.Ask(wanted);

    /// <summary>Likewise.</summary>
    internal RoomInput Ask(RoomOrders.Wanted wanted) => _orders.Ask(wanted);

    /// <summary>No turn will run any more.</summary>
    internal void RefuseOrders() => _orders.RefuseAll();

    /// <summary>The turn will not run: what was asked of it, to be asked elsewhere.</summary>
    internal RoomSeats.Wanted TakeBack(RoomInput.Reserve reserve) => _seats.TakeBack(reserve);

    /// <summary>The output of a turn that leaves alone.</summary>
    internal void CarryOut(EffectList effects, PlacedJoins placements, RoomVersion published, bool isLast, TurnSpans? spans)
    {
        Begin(effects.HasFrames, isLast);
        _answers.Begin(spans);
        Carry(effects, placements);
        _audience.Stand(published);
        End();
    }

    /// <summary>The outputs of turns that leave together, in one write.</summary>
    internal void CarryOut(List<HeldTurn> turns, bool isLast)
    {
        Begin(turns.Exists(static turn => turn.Effects.HasFrames), isLast);
        var writesAtOnce = _writesAtOnce;
        _writesAtOnce &= turns.Count == 1;
        foreach (var turn in turns)
        {
            _answers.Begin(turn.Spans);
            Carry(turn.Effects, turn.Placements);
        }

        _writesAtOnce = writesAtOnce;
        _audience.Stand(turns[^1].Published);
        End();
    }

    internal void FlushNow()
    {
        if (_flushIsArmed)
        {
            _flushIsArmed = false;
            context.CancelTimer(FlushTimer);
        }

        _pace.Written();
        _audience.Flush();
        _answers.End();
    }

    /// <summary>Says something beside the stream of turns to every attached member.</summary>
    internal void Notice(RoomNotice.Types.Kind kind)
    {
        _audience.Publish(
            new OutgoingFrame(new ServerEnvelope { Notice = new RoomNotice { Room = room.Number.Value, Kind = kind } }), atOnce: false);
        FlushNow();
    }

    /// <summary>Likewise, of how the room keeps up with its ticks.</summary>
    internal void Notice(RoomInput.Overload overload) => Notice(
        overload.Load == RoomLoad.Calm ? RoomNotice.Types.Kind.KeepingUp : RoomNotice.Types.Kind.Overloaded);

    internal void GatewayGone(NodeId gateway) => _audience.GatewayGone(gateway);

    /// <summary>The room goes on in another activation, from this position.</summary>
    internal void Move(Position from)
    {
        _audience.Move(from);
        _orders.RefuseAll();
        EndWork();
    }

    /// <summary>The room has ended.</summary>
    internal void Close()
    {
        _audience.Close();
        _orders.RefuseAll();
        EndWork();
    }

    // Nobody waits for its outcome any more.
    private void EndWork()
    {
        _answers.End();
        try
        {
            _ended.Cancel();
        }
        catch (AggregateException cause)
        {
            // The author's own cancellation callbacks.
            log.RoomFaulted(cause, room.Id.Value, room.Type.Name.Value, "cancellation");
        }
    }

    private void Begin(bool hasFrames, bool isLast)
    {
        _wait = hasFrames ? _pace.Said(context.Now) : null;
        _writesAtOnce = _wait == TimeSpan.Zero || isLast;
    }

    private void End()
    {
        if (_writesAtOnce)
        {
            FlushNow();
        }
        else if (_wait is not { } busy)
        {
            // It had nothing to say to members.
            _answers.End();
        }
        else if (!_flushIsArmed)
        {
            _flushIsArmed = true;
            context.StartTimer(FlushTimer, busy, FlushDue.Instance);
        }
    }

    private void Carry(EffectList effects, PlacedJoins placements)
    {
        foreach (var effect in effects)
        {
            Carry(effect, effects, placements);
        }

        effects.Recycle();
    }

    private void Carry(RoomEffect effect, EffectList turn, PlacedJoins placements)
    {
        switch (effect)
        {
            case RoomEffect.Attached attached:
                _audience.Attach(attached.Member, attached.RequestId, attached.RewoundEpoch);
                break;
            case RoomEffect.Detached detached:
                _audience.Detach(detached.Member, detached.Gone);
                break;
            case RoomEffect.Overtaken overtaken:
                _audience.Overtake(overtaken.Member);
                break;
            case RoomEffect.Publish publish:
                _audience.Publish(publish.Frame, _writesAtOnce);
                break;
            case RoomEffect.ToMember toMember:
                _audience.Send(toMember.Member, toMember.Frame);
                break;
            case RoomEffect.JoinRefused refused:
                Refuse(refused, placements);
                break;
            case RoomEffect.ReplayWanted wanted:
                Replays!.Read(wanted);
                break;
            case RoomEffect.RosterChanged roster:
                context.Tell(host, new HostMessage.Roster(room.Id, roster.Player, roster.Member));
                break;
            case RoomEffect.StartWork start:
                Start(start);
                break;
            case RoomEffect.TellRoom tell:
                Tell(tell);
                break;
            case RoomEffect.CreateRoom create:
                Create(create, context.Self);
                break;
            case RoomEffect.ReserveSeat reserve:
                Reserve(reserve);
                break;
            case RoomEffect.SeatAnswered answered:
                _seats.Answer(answered);
                break;
            case RoomEffect.OrderDone done:
                _orders.Answer(done);
                break;
            case RoomEffect.Listed listed:
                context.Tell(host, new HostMessage.Listed(room.Id, listed.Listing));
                break;
            case RoomEffect.Faulted faulted:
                log.RoomFaulted(faulted.Cause, room.Id.Value, room.Type.Name.Value, faulted.Handler);
                break;
            case RoomEffect.Closed:
                context.Tell(host, new HostMessage.Closed(room.Id, turn.Ended));
                break;
        }
    }

    private void Create(RoomEffect.CreateRoom create, ActorRef self) => context.Tell(host, new HostMessage.Create(
        create.Type,
        create.Properties,
        create.Key,
        made => self.TellAlways(new RoomInput.WorkDone(create.WorkId, made, null)),
        error => self.TellAlways(new RoomInput.WorkDone(create.WorkId, null, new InvalidOperationException(error.Message)))));

    private void Tell(RoomEffect.TellRoom tell)
    {
        var told = new TellOrder(room.Id, tell.Command);
        if (parts.Table.Find(tell.Room) is { } other)
        {
            told.PassTo(other, log);
        }
        else if (parts.Types.AnyPlaced)
        {
            context.Tell(host, new HostMessage.Route(tell.Room, told));
        }
    }

    private void Reserve(RoomEffect.ReserveSeat reserve)
    {
        var wanted = _seats.Want(reserve, context.Self, context.Now);
        if (parts.Table.Find(reserve.Room) is { } other)
        {
            wanted.PassTo(other);
        }
        else if (parts.Types.AnyPlaced)
        {
            context.Tell(host, new HostMessage.Route(reserve.Room, wanted));
        }
        else
        {
            wanted.Refuse();
        }
    }

    private void Refuse(RoomEffect.JoinRefused refused, PlacedJoins placements)
    {
        if (placements.Elsewhere(refused) is { } place)
        {
            context.Tell(host, place);
        }
        else
        {
            parts.Audiences.Refuse(refused.From, refused.RequestId, refused.Error);
        }
    }

    private void Start(RoomEffect.StartWork start)
    {
        var self = context.Self;
        parts.Store.Work.Start(
            start.Work, _ended.Token, (value, error) => self.TellAlways(new RoomInput.WorkDone(start.WorkId, value, error)));
    }
}
