using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>Seats that a room reserves in others, and those that others reserve in it. Used on the room's turn.</summary>
internal sealed class RoomSeats(RoomParts parts)
{
    private readonly Dictionary<string, Wanted> _wanted = [];

    /// <summary>Another room wants a seat here.</summary>
    /// <param name="Room">The room that is to have it.</param>
    /// <param name="Input">The seat.</param>
    /// <param name="Answer">Called once on any turn: null when the seat is kept, else why not, as a sentence.</param>
    internal sealed record Wanted(RoomId Room, RoomInput.Reserve Input, Action<string?> Answer)
    {
        /// <summary>Another node's room wants it.</summary>
        internal bool CameOverLink { get; init; }

        internal void PassTo(RoomEntry room)
        {
            if (room.Actor.Tell(this) != TellAnswer.Taken)
            {
                Refuse();
            }
        }

        internal void Refuse() => Answer($"There is no room '{Room}', or it is busy.");
    }

    /// <summary>What to ask another room for; the answer comes back as the end of the work.</summary>
    internal Wanted Want(RoomEffect.ReserveSeat reserve, ActorRef asker, DateTimeOffset now)
    {
        var seat = parts.Ids.NewId();
        return new Wanted(
            reserve.Room,
            new RoomInput.Reserve(seat, reserve.For, now + reserve.Lifetime),
            refusal => asker.TellAlways(refusal is null
                ? new RoomInput.WorkDone(reserve.WorkId, seat, null)
                : new RoomInput.WorkDone(reserve.WorkId, null, new InvalidOperationException(refusal))));
    }

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
            wanted.Answer(answered.Refusal);
        }
    }
}
