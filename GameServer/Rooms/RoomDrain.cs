using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>
/// The end of a host's service: has every room drain, also those that begin to run after it was asked for, and says when none is left and
/// none can come any more. Used on the room host's turn.
/// </summary>
internal sealed class RoomDrain(RoomOpenings openings, ActorContext context)
{
    private readonly HashSet<RoomId> _rooms = [];
    private RoomActor.Drain? _order;
    private ReplyTo<HostDrained>? _waiting;

    internal bool HasBegun => _order is not null;

    internal void Begin(HostMessage.Drain asked, IEnumerable<RoomEntry> rooms)
    {
        (_order, _waiting) = (new RoomActor.Drain(asked.HandsOver), asked.Answer);
        foreach (var room in rooms)
        {
            Runs(room);
        }
    }

    /// <summary>The room runs here: the store may have been asked for it before the node was told to stop.</summary>
    internal void Runs(RoomEntry room)
    {
        if (_order is not null)
        {
            _rooms.Add(room.Id);
            context.Tell(room.Actor, _order);
        }
    }

    /// <summary>The room is drained, or gone.</summary>
    internal void Done(RoomId room) => _rooms.Remove(room);

    /// <summary>After each of the host's turns.</summary>
    internal void TurnEnded()
    {
        if (_waiting is { } waiting && _rooms.Count == 0 && !openings.AreComing)
        {
            _waiting = null;
            context.Tell(waiting, new HostDrained());
        }
    }
}
