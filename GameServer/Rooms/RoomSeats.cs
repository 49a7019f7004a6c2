using GameServer.Actors;
using GameServer.Authoring.Kernel;

namespace GameServer.Rooms;

/// <summary>Seats that a room reserves in others, and those that others reserve in it. Used on the room's turn.</summary>
internal sealed class RoomSeats(RoomParts parts)
{
    private readonly Dictionary<string, Wanted> _wanted = [];

    /// <summary>Another room wants a seat here; its work is done with the seat's token.</summary>
    internal sealed record Wanted(ActorRef Asker, long WorkId, RoomInput.Reserve Input);

    /// <summary>Asks another room for a seat; the answer comes back as the end of the work.</summary>
    internal void Reserve(RoomEffect.ReserveSeat reserve, ActorRef asker, DateTimeOffset now)
    {
        var seat = parts.Ids.NewId();
        var wanted = new Wanted(asker, reserve.WorkId, new RoomInput.Reserve(seat, reserve.For, now + reserve.Lifetime));
        if (parts.Table.Find(reserve.Room)?.Actor.Tell(wanted) != TellAnswer.Taken)
        {
            asker.TellAlways(NoSeat(reserve.WorkId, $"There is no room '{reserve.Room}', or it is busy."));
        }
    }

    /// <summary>What the room's turn is to work on.</summary>
    internal RoomInput.Reserve Ask(Wanted wanted)
    {
        _wanted[wanted.Input.Seat] = wanted;
        return wanted.Input;
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
