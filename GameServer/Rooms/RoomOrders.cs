using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>What operators have ordered of a room and have had no answer to. Used on the room's turn.</summary>
internal sealed class RoomOrders
{
    private readonly Dictionary<long, Wanted> _wanted = [];
    private long _last;

    /// <summary>An operator wants something of a room.</summary>
    /// <param name="Room">Which.</param>
    /// <param name="Order">What.</param>
    /// <param name="Answer">Called once, on any turn, when what came of it is recorded.</param>
    internal sealed record Wanted(RoomId Room, RoomOrder Order, Action<OrderOutcome> Answer)
    {
        internal void PassTo(RoomEntry room)
        {
            if (room.Actor.Tell(this) != TellAnswer.Taken)
            {
                Refuse();
            }
        }

        internal void Refuse() => Answer(OrderOutcome.NotNow);
    }

    /// <summary>What the room's turn is to work on.</summary>
    internal RoomInput.Ordered Ask(Wanted wanted)
    {
        _wanted[++_last] = wanted;
        return new RoomInput.Ordered(_last, wanted.Order);
    }

    internal void Answer(RoomEffect.OrderDone done)
    {
        if (_wanted.Remove(done.Number, out var wanted))
        {
            wanted.Answer(done.Outcome);
        }
    }

    /// <summary>Nothing comes of those that wait: the room is not run here any more.</summary>
    internal void RefuseAll()
    {
        foreach (var wanted in _wanted.Values)
        {
            wanted.Refuse();
        }

        _wanted.Clear();
    }
}
