using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>
/// One room: gathers what waits in its mailbox, has the kernel run it as one turn, and carries out the turn's effects in order.
/// </summary>
internal sealed class RoomActor(RoomEntry room, RoomBirth birth, ActorRef host, RoomParts parts, RunningTurn running, ILogger log) : Actor
{
    private const string DueTimer = "due";
    private const string FlushTimer = "flush";

    private readonly List<RoomInput> _inputs = [];
    private readonly Dictionary<(MemberAddress From, uint RequestId), HostMessage.Place> _placements = [];
    private readonly RoomSeats _seats = new(parts);
    private readonly CancellationTokenSource _ended = new();
    private readonly IRoomKernel _kernel = room.Type.NewKernel(birth);
    private IRoomAudience? _audience;
    private DateTimeOffset? _armed;
    private readonly FlushPace _pace = new(room.Type.Settings.FlushWindow);
    private bool _writesAtOnce;
    private bool _flushIsArmed;
    private bool _isDue;
    private bool _closing;

    /// <summary>A turn is due though nothing arrived. The first one begins the room, unless something else has.</summary>
    internal sealed record Due : IControlMessage
    {
        internal static readonly Due Instance = new();
    }

    /// <summary>What the room has said has waited for the flush window.</summary>
    internal sealed record FlushDue : IControlMessage
    {
        internal static readonly FlushDue Instance = new();
    }

    /// <summary>The host has forgotten the room: whatever it had sent before has been answered by now.</summary>
    internal sealed record Stop;

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        _audience = parts.Audiences.Open(room with { Actor = Context.Self });
    }

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case Due:
                if (_armed is { } due)
                {
                    parts.Traffic.CountTimedTurn(Context.Now - due);
                }

                _armed = null;
                _isDue = true;
                break;
            case FlushDue:
                _flushIsArmed = false;
                _audience!.Flush();
                break;
            case Stop:
                Context.Stop(Context.Self);
                break;
            case HostMessage.Place place:
                _placements[(place.Input.From, place.Input.RequestId)] = place;
                _inputs.Add(place.Input);
                break;
            case RoomSeats.Wanted wanted:
                _inputs.Add(_seats.Ask(wanted));
                break;
            case RoomInput input:
                _inputs.Add(input);
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnTurnEnd()
    {
        if (!_isDue && _inputs.Count == 0)
        {
            return;
        }

        _isDue = false;
        running.Begin(_kernel, Context.Now);
        var effects = _kernel.RunTurn(Context.Now, _inputs);
        running.End();
        parts.Traffic.CountTurn();
        if (!ReferenceEquals(effects, EffectList.None))
        {
            CarryOut(effects);
        }

        if (!_kernel.IsClosed)
        {
            Arm();
        }
        else if (!_closing)
        {
            _closing = true;
            Context.CancelTimer(DueTimer);
            Context.Tell(host, new HostMessage.Closed(room.Id));
        }
    }

    private void CarryOut(EffectList effects)
    {
        var wait = effects.HasFrames ? _pace.Said(Context.Now) : (TimeSpan?)null;
        _writesAtOnce = wait == TimeSpan.Zero || _kernel.IsClosed;
        foreach (var effect in effects)
        {
            Carry(effect);
        }

        effects.Recycle();
        _placements.Clear();
        GiveBack();
        Flush(wait);
    }

    /// <inheritdoc />
    protected internal override void OnStop()
    {
        _audience?.Close();
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

    private void Flush(TimeSpan? wait)
    {
        if (_writesAtOnce)
        {
            _audience!.Flush();
        }
        else if (wait is { } busy && !_flushIsArmed)
        {
            _flushIsArmed = true;
            Context.StartTimer(FlushTimer, busy, FlushDue.Instance);
        }
    }

    private void Carry(RoomEffect effect)
    {
        switch (effect)
        {
            case RoomEffect.Attached attached:
                _audience!.Attach(attached.Member, attached.RequestId);
                break;
            case RoomEffect.Detached detached:
                _audience!.Detach(detached.Member, detached.Gone);
                break;
            case RoomEffect.Publish publish:
                _audience!.Publish(publish.Frame, _writesAtOnce);
                break;
            case RoomEffect.ToMember toMember:
                _audience!.Send(toMember.Member, toMember.Frame);
                break;
            case RoomEffect.JoinRefused refused:
                Refuse(refused);
                break;
            case RoomEffect.RosterChanged roster:
                Context.Tell(host, new HostMessage.Roster(room.Id, roster.Player, roster.Member));
                break;
            case RoomEffect.StartWork start:
                Start(start);
                break;
            case RoomEffect.TellRoom tell:
                Tell(tell);
                break;
            case RoomEffect.CreateRoom create:
                Context.Tell(host, new HostMessage.Create(Context.Self, create.WorkId, create.Type, create.Properties, create.Key));
                break;
            case RoomEffect.ReserveSeat reserve:
                _seats.Reserve(reserve, Context.Self, Context.Now);
                break;
            case RoomEffect.SeatAnswered answered:
                _seats.Answer(answered);
                break;
            case RoomEffect.Listed listed:
                Context.Tell(host, new HostMessage.Listed(room.Id, listed.Listing));
                break;
            case RoomEffect.Faulted faulted:
                log.RoomFaulted(faulted.Cause, room.Id.Value, room.Type.Name.Value, faulted.Handler);
                break;
            case RoomEffect.Closed:
                break;
        }
    }

    private void Tell(RoomEffect.TellRoom tell)
    {
        if (parts.Table.Find(tell.Room) is not { } other)
        {
            return;
        }

        if (tell.Command.Descriptor == other.Schema.Command)
        {
            other.Actor.Tell(new RoomInput.Told(tell.Command));
        }
        else
        {
            log.ToldWrongType(room.Id.Value, other.Type.Name.Value, tell.Command.Descriptor.FullName, other.Schema.Command.FullName);
        }
    }

    private void Refuse(RoomEffect.JoinRefused refused)
    {
        var again = refused.Error.Code is ErrorCode.RoomFull or ErrorCode.RoomClosed
            && _placements.TryGetValue((refused.From, refused.RequestId), out var place)
            && place.Target.TargetCase is Join.TargetOneofCase.Match or Join.TargetOneofCase.Key
                ? place
                : null;
        if (again is { Attempt: < RoomHost.PlaceAttemptsMax } && !IsFullKey(again, refused))
        {
            Context.Tell(host, again with { Attempt = again.Attempt + 1 });
            return;
        }

        parts.Audiences.Refuse(refused.From, refused.RequestId, refused.Error);
    }

    // A key names one room: when that room is full there is no other to try.
    private static bool IsFullKey(HostMessage.Place place, RoomEffect.JoinRefused refused) =>
        place.Target.TargetCase == Join.TargetOneofCase.Key && refused.Error.Code == ErrorCode.RoomFull;

    private void Start(RoomEffect.StartWork start)
    {
        var self = Context.Self;
        parts.Work.Start(start.Work, _ended.Token, (value, error) => self.TellAlways(new RoomInput.WorkDone(start.WorkId, value, error)));
    }

    private void Arm()
    {
        var due = _kernel.NextDue;
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
