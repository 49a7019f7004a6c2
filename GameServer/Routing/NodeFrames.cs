using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>What nodes ask of one another's rooms, as frames and back. Pure.</summary>
internal static class NodeFrames
{
    /// <summary>What is for a room on another node; null: it does not travel.</summary>
    internal static RoomRequest? ToRequest(RoomId room, object what) => what switch
    {
        HostMessage.Place place => Request(room, place.Input.From, place.Input.RequestId, request => request.Place = new PlaceRequest
        {
            Join = place.Target,
            Player = ToFrame(place.Input.Player),
            Attempt = (uint)place.Attempt,
        }),
        RoomInput.Attach attach => Request(room, attach.From, attach.RequestId, request => request.Attach = new AttachRequest
        {
            PlayerId = attach.Player.Value,
            Epoch = attach.Position?.Epoch.Value ?? 0,
            Version = attach.Position?.Version.Value ?? 0,
            RepliesSeen = attach.RepliesSeen.Value,
        }),
        RoomInput.Leave leave => Request(room, leave.From, leave.RequestId, request => request.Leave = new LeaveRequest()),
        RoomInput.Seen seen => Request(
            room, seen.From, 0, request => request.Seen = new SeenRequest { RepliesSeen = seen.RepliesSeen.Value }),
        RoomInput.Snapshot asked => Request(
            room, asked.From, 0, request => request.Snapshot = new SnapshotAsked { Cause = asked.Cause }),
        RoomInput.CatchUp up => Request(room, up.From, 0, request => request.Snapshot = new SnapshotAsked { CatchUp = true }),
        RoomInput.ConnectionLost lost => Request(room, lost.From, 0, request => request.Lost = new ConnectionLostNotice()),
        TellOrder told => Request(room, default, 0, request => request.Told = new ToldOrder
        {
            FromRoom = told.From.Value ?? "",
            CommandType = told.Command.Descriptor.FullName,
            Command = told.Command.ToByteString(),
        }),
        _ => null,
    };

    /// <summary>A seat that a room here wants in a room there.</summary>
    internal static RoomRequest ToRequest(RoomSeats.Wanted wanted, ulong ask)
    {
        var seat = new SeatRequest { Ask = ask, Seat = wanted.Input.Seat, Until = wanted.Input.Until.UtcTicks };
        if (wanted.Input.For is { } player)
        {
            seat.PlayerId = player.Value;
        }

        return new RoomRequest { RoomId = wanted.Room.Value, Seat = seat };
    }

    /// <summary>The same as an input of the room; null: it is of another kind.</summary>
    internal static RoomInput? ToInput(RoomRequest request, NodeId from)
    {
        var sender = Sender(request, from);
        return request.KindCase switch
        {
            RoomRequest.KindOneofCase.Attach => new RoomInput.Attach(
                sender, new PlayerId(request.Attach.PlayerId), PositionOf(request.Attach), new CommandSeq(request.Attach.RepliesSeen),
                request.RequestId),
            RoomRequest.KindOneofCase.Leave => new RoomInput.Leave(sender, request.RequestId),
            RoomRequest.KindOneofCase.Seen => new RoomInput.Seen(sender, new CommandSeq(request.Seen.RepliesSeen)),
            RoomRequest.KindOneofCase.Snapshot when request.Snapshot.CatchUp => new RoomInput.CatchUp(sender),
            RoomRequest.KindOneofCase.Snapshot => new RoomInput.Snapshot(sender, request.Snapshot.Cause),
            RoomRequest.KindOneofCase.Lost => new RoomInput.ConnectionLost(sender),
            RoomRequest.KindOneofCase.Place or RoomRequest.KindOneofCase.Told or RoomRequest.KindOneofCase.Seat
                or RoomRequest.KindOneofCase.None => null,
        };
    }

    internal static HostMessage.Place ToPlace(RoomRequest request, NodeId from)
    {
        var (place, player) = (request.Place, request.Place.Player);
        var guest = new Player(
            new PlayerId(player.PlayerId), default, player.Name, player.Rights.ToHashSet(StringComparer.Ordinal), player.IsGuest);
        var input = new RoomInput.Join(Sender(request, from), guest, place.Join.Options, place.Join.Seat, request.RequestId);
        return new HostMessage.Place(place.Join, input, (int)place.Attempt) { IsHandedOn = true };
    }

    /// <summary>An answer to what a connection on another node has asked.</summary>
    internal static RoomAnswer AnswerTo(MemberAddress to, RoomId room, uint requestId) => new()
    {
        RoomId = room.Value ?? "",
        SessionId = to.Session.Value,
        Generation = to.Generation.Value,
        RequestId = requestId,
    };

    internal static MemberAddress Sender(RoomRequest request, NodeId from) =>
        new(from, new SessionId(request.SessionId), new Generation(request.Generation));

    private static RoomRequest Request(RoomId room, MemberAddress from, uint requestId, Action<RoomRequest> fill)
    {
        var request = new RoomRequest
        {
            RoomId = room.Value ?? "",
            SessionId = from.Session.Value ?? "",
            Generation = from.Generation.Value,
            RequestId = requestId,
        };
        fill(request);
        return request;
    }

    private static Position? PositionOf(AttachRequest attach) =>
        attach.Epoch > 0 ? new Position(new Epoch(attach.Epoch), new RoomVersion(attach.Version)) : null;

    private static LinkedPlayer ToFrame(Player player) => new()
    {
        PlayerId = player.Id.Value,
        Name = player.Name,
        Rights = { player.Rights },
        IsGuest = player.IsGuest,
    };
}
