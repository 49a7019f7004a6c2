using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>Hands what waited for a room to it, or tells whoever sent it why that cannot be. Used on the room host's turn.</summary>
internal sealed class RoomDelivery(RoomParts parts, RoomIndex index, ActorContext context, ILogger log)
{
    internal void Deliver(RoomEntry room, object what)
    {
        switch (what)
        {
            case HostMessage.Place place:
                if (Offer(room, place) is { } refusal)
                {
                    parts.Audiences.Refuse(place.Input.From, place.Input.RequestId, refusal);
                }

                break;
            case HostMessage.Create create:
                create.Made(room.Id);
                room.Actor.Tell(RoomActor.Due.Instance);
                break;
            case TellOrder told:
                told.PassTo(room, log);
                break;
            case RoomSeats.Wanted wanted:
                wanted.PassTo(room);
                break;
            case RoomOrders.Wanted ordered:
                ordered.PassTo(room);
                break;
            case RoomInput input:
                if (room.Actor.TellAlways(input) == TellAnswer.Stopped)
                {
                    // Its end has not been heard of yet: after that it is opened again.
                    context.Tell(context.Self, new HostMessage.Route(room.Id, input));
                }

                break;
        }
    }

    internal Error? Offer(RoomEntry room, HostMessage.Place place)
    {
        var answer = room.Actor.Tell(place);
        if (answer == TellAnswer.Taken)
        {
            index.Offered(room.Id);
        }

        return answer switch
        {
            TellAnswer.Taken => null,
            TellAnswer.Full => RoomHost.Refusal(ErrorCode.Busy, "The room's queue is full."),
            TellAnswer.Stopped => RoomHost.Refusal(ErrorCode.RoomClosed, "The room has just ended."),
        };
    }

    /// <summary>The room cannot be had.</summary>
    internal void TurnAway(object what, RoomId room, Error error)
    {
        switch (what)
        {
            case HostMessage.Place place when IsTriedAgain(place, error):
                context.Tell(context.Self, place with { Attempt = place.Attempt + 1 });
                break;
            case HostMessage.Place place:
                parts.Audiences.Refuse(place.Input.From, place.Input.RequestId, error);
                break;
            case HostMessage.Create create:
                create.Refused(error);
                break;
            case RoomSeats.Wanted wanted:
                wanted.Refuse();
                break;
            case RoomOrders.Wanted ordered:
                ordered.Refuse();
                break;
            case RoomInput.Attach attach:
                parts.Audiences.Gone(attach.From, room, attach.RequestId, error.Message);
                break;
            case RoomInput.Leave leave:
                parts.Audiences.Gone(leave.From, room, leave.RequestId, error.Message);
                break;
        }
    }

    // The room that had the key has ended meanwhile.
    private static bool IsTriedAgain(HostMessage.Place place, Error error) =>
        error.Code == ErrorCode.RoomNotFound
        && place.Target.TargetCase == Join.TargetOneofCase.Key
        && place.Attempt < RoomHost.PlaceAttemptsMax;
}
