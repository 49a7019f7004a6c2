using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>
/// The parent of all rooms of this node: makes them, finds them for joins, and knows what the listing shows. Runs on its own turn.
/// </summary>
internal sealed class RoomHost(RoomParts parts, TurnWatch watch, ILoggerFactory logs) : Actor
{
    /// <summary>How many rooms a join is offered to before its refusal counts.</summary>
    internal const int PlaceAttemptsMax = 4;

    /// <summary>How long a client waits before it asks again for a place that nobody could give now, in milliseconds.</summary>
    private const uint BusyRetryMs = 1_000;

    private static readonly TimeSpan TriesAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly RoomIndex _index = new();
    private readonly ILogger _log = logs.CreateLogger<RoomActor>();
    private readonly ActorOptions _roomOptions = new()
    {
        DataLaneMax = parts.Options.MailboxMax,
        TurnMessagesMax = parts.Options.TurnMessagesMax,
    };

    private RoomLookups? _lookups;
    private StoreDesk? _desk;
    private RoomDelivery? _delivery;
    private RoomPlacer? _placer;
    private RoomLobby? _lobby;
    private RoomOpener? _opener;
    private ClusterNews? _news;
    private RoomDrain? _drain;
    private long _again;

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        _desk = new StoreDesk(parts.Store, Context);
        var elsewhere = new RemoteListings();
        _lobby = new RoomLobby(parts, _index, elsewhere);
        var numbers = new RoomNumbers(_desk, () => _placer!.Numbered());
        _delivery = new RoomDelivery(parts, _index, Context, _log);
        var openings = new RoomOpenings(waitingMax: 65_536);
        _opener = new RoomOpener(parts, openings, _desk, _delivery, Run, Context);
        _drain = new RoomDrain(openings, Context);
        var births = new RoomBirths(parts.Options);
        var maker = new RoomMaker(parts, _desk, _delivery, _opener, births, Run, Context);
        _lookups = new RoomLookups(parts, _index, _desk);
        _news = new ClusterNews(parts, _opener, _lobby, Context);
        _placer = new RoomPlacer(parts, _index, elsewhere, _delivery, _opener, maker, numbers, births, Context);
        numbers.Refill();
    }

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case StoreDesk.Tried tried:
                _desk!.Receive(tried);
                break;
            case StoreDesk.TryAgain again:
                _desk!.Receive(again);
                break;
            case RoomOpener.OpenNow now:
                _opener!.Receive(now);
                break;
            case Terminated terminated:
                Crashed(terminated.Actor);
                break;
            default:
                Receive((HostMessage)message);
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnTurnEnd()
    {
        _opener!.Ask();
        _drain!.TurnEnded();
    }

    /// <inheritdoc />
    protected internal override void OnStop() => _desk?.Dispose();

    internal static Error Refusal(ErrorCode code, string message) => code == ErrorCode.Busy
        ? new Error { Code = code, Message = message, Retry = Error.Types.Retry.Later, RetryAfterMs = BusyRetryMs }
        : new Error { Code = code, Message = message, Retry = Error.Types.Retry.No };

    private void Receive(HostMessage message)
    {
        switch (message)
        {
            case HostMessage.Place place:
                _placer!.Place(place);
                break;
            case HostMessage.Create create:
                _placer!.Create(create);
                break;
            case HostMessage.TellKey tell:
                TellKey(tell);
                break;
            case HostMessage.Route route:
                Route(route);
                break;
            case HostMessage.Again again:
                Context.StartTimer($"again {++_again}", TriesAgainAfter, again.ToTry());
                break;
            case HostMessage.FromCluster news:
                _news!.Receive(news);
                break;
            case HostMessage.Wake wake:
                Wake(wake);
                break;
            case HostMessage.Listed listed:
                _lobby!.List(listed);
                break;
            case HostMessage.Closed closed:
                Close(closed);
                break;
            case HostMessage.Left left:
                Leave(left);
                break;
            case HostMessage.Roster roster:
                _index.SetMember(roster.Room, roster.Player, roster.Member);
                break;
            case HostMessage.Query query:
                query.Answer(_lobby!.Answer(query.Filter));
                break;
            case HostMessage.Survey survey:
                survey.Answer(_index.Survey());
                break;
            case HostMessage.RoomsOf roomsOf:
                _lookups!.Find(roomsOf);
                break;
            case HostMessage.Drain drain:
                Drain(drain);
                break;
            case HostMessage.Drained drained:
                _drain!.Done(drained.Room);
                break;
        }
    }

    private void Route(HostMessage.Route route)
    {
        if (parts.Table.Find(route.Room) is { } room)
        {
            _delivery!.Deliver(room, route.What);
        }
        else if (_opener!.Find(route.Room) is { } opening)
        {
            _opener.Wait(opening, route.What);
        }
        else if ((!_drain!.HasBegun || parts.IsClustered) && RoomRules.IsId(route.Room) && route.What is not RoomInput.ConnectionLost)
        {
            _opener.Wait(route.Room, route.What);
        }
    }

    private void TellKey(HostMessage.TellKey tell)
    {
        if (_index.ByKey(tell.Type, tell.Key) is { } room)
        {
            room.Actor.Tell(new RoomInput.Told(tell.Command));
        }
        else if (parts.Types.IsPlaced(tell.Type))
        {
            _desk!.Ask((store, cancel) => store.FindKeyAsync(tell.Type, tell.Key, cancel), found =>
            {
                if (found is { } id)
                {
                    Route(new HostMessage.Route(id, new TellOrder(default, tell.Command)));
                }
            });
        }
    }

    private void Wake(HostMessage.Wake wake)
    {
        if (!_drain!.HasBegun)
        {
            _opener!.Wake(wake.Rooms, wake.Asker);
        }
    }

    private RoomEntry Run(RoomStart start)
    {
        var blank = start.Room;
        parts.Neighbours.RunsHere(blank.Id);
        var running = new RunningTurn(blank);
        var name = start.Stored is null ? blank.Id.Value : $"{blank.Id}.{start.Birth.Epoch}";
        var actor = Context.Spawn(name, () => new RoomActor(start, parts, running, _log), _roomOptions);
        Context.Watch(actor);
        var entry = blank with { Actor = actor, Epoch = start.Birth.Epoch };
        _index.Add(entry, running, _lobby!.Blank(entry, start.Birth));
        watch.Add(running);
        parts.Store.Meter.RoomOpened(isTakenOver: start.Stored is not null);
        _lobby!.Opened(entry);
        _drain!.Runs(entry);
        return entry;
    }

    private void Close(HostMessage.Closed closed)
    {
        if (!closed.Ended)
        {
            parts.Store.Meter.RoomFailed();
        }

        if (!closed.Ended && parts.Table.Find(closed.Room) is { Type.IsPlaced: true })
        {
            _opener!.Failed(closed.Room, "The room could not be activated.");
        }

        if (Forget(closed.Room, null) is { } gone)
        {
            // Nobody says it again.
            gone.Actor.TellAlways(new RoomActor.Stop());
        }
    }

    private void Leave(HostMessage.Left left)
    {
        if (left.Failed)
        {
            parts.Store.Meter.RoomFailed();
            _opener!.Failed(left.Room, left.Barred);
        }

        Forget(left.Room, left.Actor);
    }

    private void Crashed(ActorRef actor)
    {
        var id = new RoomId(actor.Name.Split('.')[0]);
        var listing = _index.Listing(id);
        if (Forget(id, actor) is not { } crashed)
        {
            return;
        }

        parts.Store.Meter.RoomFailed();
        if (crashed.Type.IsPlaced)
        {
            _opener!.Failed(id, barred: null);
        }
        else if (listing is not null)
        {
            parts.Announcer.Keep(parts.Announcer.Lost(listing, Context.Now));
        }
    }

    /// <summary>The room does not run here any more; null when that was known, or when another activation of it runs.</summary>
    private RoomEntry? Forget(RoomId id, ActorRef? actor)
    {
        if (actor is not null && parts.Table.Find(id)?.Actor != actor)
        {
            return null;
        }

        _drain!.Done(id);
        if (_index.Remove(id) is not { } gone)
        {
            return null;
        }

        parts.Table.Remove(id);
        watch.Remove(gone.Running);
        _lobby!.Gone(gone.Room);
        return gone.Room;
    }

    private void Drain(HostMessage.Drain drain)
    {
        _placer!.IsClosed = true;
        _opener!.IsClosed = true;
        _drain!.Begin(drain, parts.Table.All);
    }
}
