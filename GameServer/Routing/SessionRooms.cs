using System.Diagnostics;
using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>
/// From a session to its rooms, here or over links: finds the room's mailbox, or the node that runs it. Called on the session's turn.
/// </summary>
internal sealed class SessionRooms(SessionRooms.Parts parts) : ISessionRooms
{
    /// <summary>What the routes of this node work with.</summary>
    internal sealed record Parts(
        RoomTable Rooms, RoomTypes Types, SessionTable Sessions, ActorRef Host, CommandDoor Door, RemoteRooms Remote, NodeLinks Links)
    {
        /// <summary>Where spans are made.</summary>
        internal Tracing Tracing { get; init; } = Tracing.Off;
    }

    /// <inheritdoc />
    public void Join(SessionAddress from, PlayerIdentity player, Join join, uint requestId)
    {
        var guest = new Player(player.Id, default, player.Name, player.Rights, player.IsGuest);
        var input = new RoomInput.Join(Address(from), guest, join.Options, join.Seat, requestId);
        if (parts.Host.Tell(new HostMessage.Place(join, input, Attempt: 1)) == TellAnswer.Full)
        {
            var busy = Errors.Of(ErrorCode.Busy, "Too many joins are waiting.");
            Tell(from, new SessionMessage.JoinRefused(from.Generation, requestId, busy));
        }
    }

    /// <inheritdoc />
    public RouteAnswer Attach(
        SessionAddress from, PlayerIdentity player, RoomPlace place, Position? position, CommandSeq repliesSeen, uint requestId) =>
        RouteOrWake(place, new RoomInput.Attach(Address(from), player.Id, position, repliesSeen, requestId));

    /// <inheritdoc />
    public RouteAnswer Command(SessionAddress from, RoomPlace place, CommandContent command)
    {
        // Where it is attached: another activation does not know this connection yet.
        if (parts.Remote.Find(place.Id) is { } remote && remote.Has(from))
        {
            return Send(remote.Host, ToFrame(from, place.Id, command), command.Trace);
        }

        return parts.Rooms.Find(place.Id) is { } entry
            ? Placed(place, parts.Door.Tell(entry, Address(from), command, Start(SpanNames.Room, ActivityKind.Internal, command.Trace)))
            : NotHere(place);
    }

    /// <inheritdoc />
    public RouteAnswer RepliesSeen(SessionAddress from, RoomPlace place, CommandSeq repliesSeen) =>
        Route(place, new RoomInput.Seen(Address(from), repliesSeen));

    /// <inheritdoc />
    public RouteAnswer RequestSnapshot(SessionAddress from, RoomPlace place, SnapshotRequest.Types.Cause cause) =>
        Route(place, new RoomInput.Snapshot(Address(from), cause));

    /// <inheritdoc />
    public RouteAnswer Leave(SessionAddress from, RoomPlace place, uint requestId) =>
        RouteOrWake(place, new RoomInput.Leave(Address(from), requestId));

    /// <inheritdoc />
    public void ConnectionLost(SessionAddress from, RoomId room)
    {
        var lost = new RoomInput.ConnectionLost(Address(from));
        if (parts.Rooms.Find(room) is { } entry)
        {
            entry.Actor.TellAlways(lost);
        }
        else if (parts.Remote.Find(room) is { } remote)
        {
            parts.Links.SendAlways(remote.Host, new NodeFrame { Request = NodeFrames.ToRequest(room, lost) });
        }
        else if (parts.Types.AnyPlaced)
        {
            // An attachment of this connection may wait for the room to be opened.
            parts.Host.Tell(new HostMessage.Route(room, lost));
        }
    }

    /// <inheritdoc />
    public void List(SessionAddress from, ListRooms query, uint requestId)
    {
        var asked = new HostMessage.Query(query, found => Tell(from, new SessionMessage.RoomsListed(from.Generation, requestId, found)));
        if (parts.Host.Tell(asked) == TellAnswer.Full)
        {
            var busy = Errors.Of(ErrorCode.Busy, "Too many requests are waiting.");
            Tell(from, new SessionMessage.ListRefused(from.Generation, requestId, busy));
        }
    }

    /// <inheritdoc />
    public void FindRoomsOf(SessionAddress from, PlayerId player, IReadOnlyList<RoomId> alsoThese) => parts.Host.Tell(
        new HostMessage.RoomsOf(player, alsoThese, found => Tell(from, new SessionMessage.RoomsFound(from.Generation, found))));

    private static RoomCommand ToFrame(SessionAddress from, RoomId room, CommandContent command) => new()
    {
        RoomId = room.Value,
        SessionId = from.Session.Value,
        Generation = from.Generation.Value,
        CommandSeq = command.Number,
        RepliesSeen = command.RepliesSeen,
        Payload = ByteString.CopyFrom(command.Payload),
        PayloadJson = command.PayloadJson,
    };

    private RouteAnswer Send(NodeId host, RoomCommand command, Activity? session)
    {
        var span = Start(SpanNames.Link, ActivityKind.Producer, session);
        if (span is not null)
        {
            span.SetTag(SpanTags.Node, host.Value);
            command.Traceparent = span.Id;
        }

        var answer = RouteAnswers.Of(parts.Links.Send(host, new NodeFrame { Command = command }));
        Tracing.End(span, answer == RouteAnswer.Taken ? null : answer.ToString());
        return answer;
    }

    private Activity? Start(string name, ActivityKind kind, Activity? session) =>
        session is null ? null : parts.Tracing.Start(name, kind, session.Context);

    private MemberAddress Address(SessionAddress from) => new(parts.Links.Self, from.Session, from.Generation);

    private RouteAnswer Route(RoomPlace place, RoomInput input)
    {
        if (parts.Rooms.Find(place.Id) is { } entry)
        {
            return Placed(place, RouteAnswers.Of(entry.Actor.Tell(input)));
        }

        return parts.Remote.Find(place.Id) is { } remote
            ? RouteAnswers.Of(parts.Links.Send(remote.Host, new NodeFrame { Request = NodeFrames.ToRequest(place.Id, input) }))
            : NotHere(place);
    }

    // A room that is placed is looked for, or opened, if it does not run here.
    private RouteAnswer RouteOrWake(RoomPlace place, RoomInput input)
    {
        var answer = parts.Rooms.Find(place.Id) is { } entry ? RouteAnswers.Of(entry.Actor.Tell(input)) : RouteAnswer.Gone;
        return answer == RouteAnswer.Gone && parts.Types.IsPlaced(place.Type)
            ? RouteAnswers.Of(parts.Host.Tell(new HostMessage.Route(place.Id, input)))
            : answer;
    }

    // A room that is placed may be on its way, here or elsewhere.
    private RouteAnswer NotHere(RoomPlace place) => parts.Types.IsPlaced(place.Type) ? RouteAnswer.Moving : RouteAnswer.Gone;

    private RouteAnswer Placed(RoomPlace place, RouteAnswer answer) => answer == RouteAnswer.Gone ? NotHere(place) : answer;

    private void Tell(SessionAddress to, SessionMessage message) => parts.Sessions.Find(to.Session)?.Session.Tell(message);
}
