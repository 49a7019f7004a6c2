using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>Seats that a room reserves in others, and those that others reserve in it. Used on the room's turn.</summary>
internal sealed class RoomSeats(RoomParts parts)
{
    private readonly Dictionary<string, Wanted> _wanted = [];

    /// <summary>Another room wants a seat here; its work is done with the seat's token.</summary>
    internal sealed record Wanted(ActorRef Asker, long WorkId, RoomId Room, RoomInput.Reserve Input)
    {
        internal void PassTo(RoomEntry room)
        {
            if (room.Actor.Tell(this) != TellAnswer.Taken)
            {
                Refuse();
            }
        }

        internal void Refuse() => Asker.TellAlways(NoSeat(WorkId, $"There is no room '{Room}', or it is busy."));
    }

    /// <summary>What to ask another room for; the answer comes back as the end of the work.</summary>
    internal Wanted Want(RoomEffect.ReserveSeat reserve, ActorRef asker, DateTimeOffset now) => new(
        asker, reserve.WorkId, reserve.Room, new RoomInput.Reserve(parts.Ids.NewId(), reserve.For, now + reserve.Lifetime));

    /// <summary>What the room's turn is to work on.</summary>
    internal RoomInput.Reserve Ask(Wanted wanted)
    {
        _wanted[wanted.Input.Seat] = wanted;
        return wanted.Input;
    }

    /// <summary>The turn will not run.</summary>
    internal Wanted TakeBack(RoomInput.Reserve reserve)
    {
        _wanted.Remove(reserve.Seat, out var wanted);
        return wanted!;
    }

    internal void Answer(RoomEffect.SeatAnswered answered)
    {
        if (_wanted.Remove(answered.Seat, out var wanted))
        {
            wanted.Asker.TellAlways(answered.Refusal is { } refusal
                ? NoSeat(wanted.WorkId, refusal)
                : new RoomInput.WorkDone(wanted.WorkId, answered.Seat, null));
        }
    }

    private static RoomInput.WorkDone NoSeat(long workId, string reason) => new(workId, null, new InvalidOperationException(reason));
}
