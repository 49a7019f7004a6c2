using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>
/// The rooms that one session is in and how its connections come and go there. Used on the session's turn;
/// <see cref="RoomRequests"/> answers what the client asks of them.
/// </summary>
internal sealed class SessionRoomTable(PlayerIdentity player, SessionParts parts, JoinBook joins)
{
    private List<Reattachment>? _toAttach;

    internal RoomPlaces Places { get; } = new();

    /// <summary>Nothing is lost if this session ends: it is in no room and waits for none.</summary>
    internal bool IsIdle => Places.Count == 0 && joins.AskedCount == 0;

    /// <summary>Rooms whose queues were full have yet to be asked for what was missed.</summary>
    internal bool IsAttaching => _toAttach?.Count > 0;

    internal IEnumerable<RoomRef> Rooms => Places.All.Select(place => new RoomRef { RoomId = place.Id.Value, RoomType = place.Type.Value });

    /// <summary>Has each room send what was missed since the client's position; answers with farewells of those that have gone.</summary>
    internal IEnumerable<ServerEnvelope> AttachAll(SessionAddress from, IReadOnlyList<RoomPosition> positions)
    {
        _toAttach = null;
        foreach (var place in Places.All)
        {
            // The client sends again what its last connection did not get answered.
            place.TakeHeld();
            var known = positions.FirstOrDefault(position => position.RoomId == place.Id.Value);
            Position? position = known is { Epoch: > 0 } ? new Position(new Epoch(known.Epoch), new RoomVersion(known.Version)) : null;
            Enqueue(place, position, new CommandSeq(known?.RepliesSeen ?? 0));
        }

        return AttachWaiting(from);
    }

    /// <summary>Goes on with <see cref="AttachAll"/>; a room whose queue is full keeps no other one waiting.</summary>
    internal IEnumerable<ServerEnvelope> AttachWaiting(SessionAddress from)
    {
        List<ServerEnvelope> farewells = [];
        var round = _toAttach;
        _toAttach = null;
        foreach (var next in round ?? [])
        {
            var answer = Places.Find(next.Room) is { } place
                ? parts.Rooms.Attach(from, player, place, next.Position, next.RepliesSeen, requestId: 0)
                : RouteAnswer.Taken;
            if (answer is RouteAnswer.Busy or RouteAnswer.Moving)
            {
                (_toAttach ??= []).Add(next);
            }
            else if (answer == RouteAnswer.Gone)
            {
                farewells.Add(Farewell(Places.NumberOf(next.Room), next.Room.Value, "The room has ended."));
                Exited(next.Room);
            }
        }

        return farewells;
    }

    internal void Entered(SessionMessage.RoomEntered entered, SessionAddress now, bool connected)
    {
        var isNew = Places.Enter(entered.Room, entered.Number, entered.Type);
        if (entered.Generation == now.Generation)
        {
            var entry = Places.Find(entered.Room)!;
            entry.Asked = null;
            entry.Attached(entered.Generation, entered.RewoundEpoch);
        }

        var join = joins.Settle(entered.Generation, entered.RequestId);
        join?.Enter(entered.Room);
        if (!connected)
        {
            parts.Rooms.ConnectionLost(now with { Generation = entered.Generation }, entered.Room);
            return;
        }

        // The room answered an earlier connection or an earlier sending of the wish: the present one gets an answer of its own. A room
        // that was known before is attached by the resume itself, from the client's position.
        var isLate = isNew && entered.Generation != now.Generation;
        var isAskedAgain = join is not null && join.Generation == now.Generation
            && (join.Generation, join.RequestId) != (entered.Generation, entered.RequestId);
        if (isLate || isAskedAgain)
        {
            var place = Places.Find(entered.Room)!;
            parts.Rooms.Attach(now, player, place, position: null, default, isAskedAgain ? join!.RequestId : 0);
        }
    }

    /// <summary>The room goes on in another activation: it is asked for what follows the position.</summary>
    internal IEnumerable<ServerEnvelope> AttachMoved(SessionAddress from, RoomId room, Position position)
    {
        if (Places.Find(room) is { } place && (place.Asked is null || _toAttach?.Exists(waiting => waiting.Room == room) != true))
        {
            // A client that has not been answered yet stands where it stood. If it waits to be attached there it is so once.
            var known = place.Asked is { } asked ? asked.Position : position;
            Enqueue(place, known, place.RepliesSeen);
        }

        return AttachWaiting(from);
    }

    /// <summary>The room is gone. What to tell the client, whichever of its connections asked; null: it knows of no such place.</summary>
    internal ServerEnvelope? Gone(SessionMessage.RoomGone gone)
    {
        var farewell = Places.Find(gone.Room) is null ? null : Farewell(Places.NumberOf(gone.Room), gone.Room.Value, gone.Reason);
        Exited(gone.Room);
        return farewell;
    }

    internal void Exited(RoomId room)
    {
        Places.Exit(room);
        joins.Left(room);
    }

    internal void ConnectionLost(SessionAddress from)
    {
        _toAttach = null;
        foreach (var place in Places.All)
        {
            // The client sends again what was not answered.
            place.TakeHeld();
            place.Asked = null;
            parts.Rooms.ConnectionLost(from, place.Id);
        }
    }

    internal static ServerEnvelope Farewell(uint number, string id, string detail) => new()
    {
        Left = new RoomLeft { Room = number, RoomId = id, Reason = RoomLeft.Types.Reason.RoomLost, Detail = detail },
    };

    private void Enqueue(RoomPlace place, Position? position, CommandSeq repliesSeen)
    {
        place.Asked = new AttachmentAsked(position);
        (_toAttach ??= []).Add(new Reattachment(place.Id, position, repliesSeen));
    }

    private readonly record struct Reattachment(RoomId Room, Position? Position, CommandSeq RepliesSeen);
}
