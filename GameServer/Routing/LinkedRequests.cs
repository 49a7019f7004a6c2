using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>What members and rooms on other nodes ask of the rooms of this one. Used on the links' turns.</summary>
internal sealed class LinkedRequests(
    ActorRef host, RoomTable rooms, RoomTypes types, CommandDoor door, NodeLinks links, Tracing tracing)
{
    internal void Take(NodeId from, RoomCommand command)
    {
        // A room that has left is not told to its members' commands: their gateway has been told, and they send them again.
        if (rooms.Find(new RoomId(command.RoomId)) is not { } room)
        {
            return;
        }

        var sender = new MemberAddress(from, new SessionId(command.SessionId), new Generation(command.Generation));
        var content = new CommandContent(command.CommandSeq, command.RepliesSeen, 0, command.Payload.Span, command.PayloadJson);
        if (door.Tell(room, sender, content, tracing.StartLinked(command.Traceparent)) == RouteAnswer.Busy)
        {
            TellBusy(sender, room, command.CommandSeq);
        }
    }

    internal void Take(NodeId from, RoomRequest request)
    {
        switch (request.KindCase)
        {
            case RoomRequest.KindOneofCase.Place:
                Place(NodeFrames.ToPlace(request, from));
                break;
            case RoomRequest.KindOneofCase.Seat:
                Route(request, Seat(request, from));
                break;
            case RoomRequest.KindOneofCase.Told:
                if (Told(request.Told) is { } told)
                {
                    Route(request, told);
                }

                break;
            case RoomRequest.KindOneofCase.Snapshot when request.Snapshot.CatchUp:
                // Not to be lost: nobody asks again. Each member has at most one under way.
                rooms.Find(new RoomId(request.RoomId))?.Actor.TellAlways(NodeFrames.ToInput(request, from)!);
                break;
            case RoomRequest.KindOneofCase.Seen or RoomRequest.KindOneofCase.Snapshot:
                rooms.Find(new RoomId(request.RoomId))?.Actor.Tell(NodeFrames.ToInput(request, from)!);
                break;
            case RoomRequest.KindOneofCase.Attach or RoomRequest.KindOneofCase.Leave or RoomRequest.KindOneofCase.Lost:
                Route(request, NodeFrames.ToInput(request, from)!);
                break;
            case RoomRequest.KindOneofCase.None:
                break;
        }
    }

    private void Place(HostMessage.Place place)
    {
        if (host.Tell(place) == TellAnswer.Full)
        {
            var answer = NodeFrames.AnswerTo(place.Input.From, default, place.Input.RequestId);
            answer.Refused = Errors.Of(ErrorCode.Busy, "Too many joins are waiting.");
            links.SendAlways(place.Input.From.Node, new NodeFrame { Answer = answer });
        }
    }

    // The host knows what to do where the room is on its way here, has left or is to be opened.
    private void Route(RoomRequest request, object what)
    {
        var id = new RoomId(request.RoomId);
        if (what is RoomInput input && rooms.Find(id) is { } room && room.Actor.TellAlways(input) == TellAnswer.Taken)
        {
            return;
        }

        host.TellAlways(new HostMessage.Route(id, what, IsHandedOn: true));
    }

    private TellOrder? Told(ToldOrder told) =>
        types.CommandParser(told.CommandType)?.ParseFrom(told.Command) is { } command
            ? new TellOrder(new RoomId(told.FromRoom), command) { CameOverLink = true }
            : null;

    private RoomSeats.Wanted Seat(RoomRequest request, NodeId from)
    {
        var (seat, room) = (request.Seat, new RoomId(request.RoomId));
        var player = seat.HasPlayerId ? new PlayerId(seat.PlayerId) : (PlayerId?)null;
        var input = new RoomInput.Reserve(seat.Seat, player, new DateTimeOffset(seat.Until, TimeSpan.Zero));
        return new RoomSeats.Wanted(room, input, refusal => links.SendAlways(from, new NodeFrame
        {
            Answer = new RoomAnswer { RoomId = room.Value, Seat = new SeatAnswer { Ask = seat.Ask, Refusal = refusal ?? "" } },
        }))
        {
            CameOverLink = true,
        };
    }

    private void TellBusy(MemberAddress to, RoomEntry room, ulong number)
    {
        var busy = Errors.ToRoom(room.Number.Value, number, 0, ErrorCode.Busy, "The room's queue is full.");
        var frame = ByteString.CopyFrom(Protocol.Codecs.BinaryCodec.EncodeServerEnvelopeElement(busy));
        links.Send(to.Node, new NodeFrame
        {
            Output = new RoomOutput
            {
                Room = room.Number.Value,
                Epoch = room.Epoch.Value,
                Pieces = { new OutputPiece { Frame = frame, SessionId = to.Session.Value, Generation = to.Generation.Value } },
            },
        });
    }
}
