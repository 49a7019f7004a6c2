using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>From a session to its rooms: finds the room's mailbox and decodes what goes in. Called on the session's turn.</summary>
internal sealed class SessionRooms(SessionRooms.Parts parts) : ISessionRooms
{
    /// <summary>What the routes of this node work with.</summary>
    internal sealed record Parts(
        NodeId Node,
        RoomTable Rooms,
        RoomTypes Types,
        SessionTable Sessions,
        ActorRef Host,
        RoomOptions Options,
        CommandPool Commands,
        Traffic Traffic);

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
        if (parts.Rooms.Find(place.Id) is not { } entry)
        {
            return NotHere(place);
        }

        var seq = new CommandSeq(command.Number);
        var seen = new CommandSeq(command.RepliesSeen);
        parts.Traffic.CountCommand();
        var input = parts.Commands.Take(Address(from), seq, seen, Decode(entry, command));
        var answer = Tell(entry, input);
        if (answer != RouteAnswer.Taken)
        {
            parts.Commands.GiveBack(input);
        }

        return answer;
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
        else if (parts.Types.AnyDurable)
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
    public void FindRoomsOf(SessionAddress from, PlayerId player) => parts.Host.Tell(
        new HostMessage.RoomsOf(player, found => Tell(from, new SessionMessage.RoomsFound(from.Generation, found))));

    private IMessage? Decode(RoomEntry entry, CommandContent command)
    {
        if (command.Payload.Length > parts.Options.CommandBytesMax || command.PayloadJson.Length > parts.Options.CommandBytesMax)
        {
            return null;
        }

        var schema = entry.Schema;
        return PayloadCodec.TryDecode(
            schema.Command, schema.CommandParser, command.Payload, command.PayloadJson, CodecLimits.Default, out var message, out _)
            ? message
            : null;
    }

    private MemberAddress Address(SessionAddress from) => new(parts.Node, from.Session, from.Generation);

    private RouteAnswer Route(RoomPlace place, RoomInput input) =>
        parts.Rooms.Find(place.Id) is { } entry ? Tell(entry, input) : NotHere(place);

    // A room that is stored is opened for this, if it does not run here.
    private RouteAnswer RouteOrWake(RoomPlace place, RoomInput input)
    {
        var answer = parts.Rooms.Find(place.Id) is { } entry ? Tell(entry.Actor, input) : RouteAnswer.Gone;
        return answer == RouteAnswer.Gone && parts.Types.IsDurable(place.Type)
            ? Tell(parts.Host, new HostMessage.Route(place.Id, input))
            : answer;
    }

    // A room that is stored may be on its way here.
    private RouteAnswer NotHere(RoomPlace place) => parts.Types.IsDurable(place.Type) ? RouteAnswer.Busy : RouteAnswer.Gone;

    private static RouteAnswer Tell(RoomEntry entry, RoomInput input)
    {
        var answer = Tell(entry.Actor, input);
        return answer == RouteAnswer.Gone && entry.Type.IsDurable ? RouteAnswer.Busy : answer;
    }

    private static RouteAnswer Tell(ActorRef to, object message) => to.Tell(message) switch
    {
        TellAnswer.Taken => RouteAnswer.Taken,
        TellAnswer.Full => RouteAnswer.Busy,
        TellAnswer.Stopped => RouteAnswer.Gone,
    };

    private void Tell(SessionAddress to, SessionMessage message) => parts.Sessions.Find(to.Session)?.Session.Tell(message);
}
