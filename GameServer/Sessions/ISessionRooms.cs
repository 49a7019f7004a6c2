using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>
/// The rooms as a session sees them, wherever they run. Called on the session's turn, never blocks; what comes of a call
/// arrives as a <see cref="SessionMessage"/> or as a frame in the connection's outbox.
/// </summary>
internal interface ISessionRooms
{
    /// <summary>Finds or makes the room and asks it to take the player in: RoomEntered or JoinRefused follows.</summary>
    void Join(SessionAddress from, PlayerIdentity player, Join join, uint requestId);

    /// <summary>Has the room send what the member missed: RoomEntered follows, or RoomExited if the player is no
    /// member, or RoomGone. A room that sleeps is woken.</summary>
    RouteAnswer Attach(
        SessionAddress from, PlayerIdentity player, RoomPlace place, Position? position, CommandSeq repliesSeen, uint requestId);

    RouteAnswer Command(SessionAddress from, RoomPlace place, CommandContent command);

    RouteAnswer RepliesSeen(SessionAddress from, RoomPlace place, CommandSeq repliesSeen);

    RouteAnswer RequestSnapshot(SessionAddress from, RoomPlace place, SnapshotRequest.Types.Cause cause);

    RouteAnswer Leave(SessionAddress from, RoomPlace place, uint requestId);

    /// <summary>The member's connection is gone; its place in the room is kept for the room's grace period.</summary>
    void ConnectionLost(SessionAddress from, RoomId room);

    /// <summary>Answered by <see cref="SessionMessage.RoomsListed"/>.</summary>
    void List(SessionAddress from, ListRooms query, uint requestId);

    /// <summary>
    /// Every room the player is a member of, and those of the others that there are. Answered by
    /// <see cref="SessionMessage.RoomsFound"/>.
    /// </summary>
    void FindRoomsOf(SessionAddress from, PlayerId player, IReadOnlyList<RoomId> alsoThese);
}

/// <summary>Whether something reached a room's mailbox.</summary>
internal enum RouteAnswer
{
    /// <summary>The room will handle it.</summary>
    Taken,

    /// <summary>A queue on the way is full, or the room is being opened; it was not taken.</summary>
    Busy,

    /// <summary>The room is on its way to another node or activation: its session will be told, and attaches again.</summary>
    Moving,

    /// <summary>There is no such room any more.</summary>
    Gone,
}
