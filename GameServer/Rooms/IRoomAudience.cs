using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>
/// A room's members as its output sees them. Called at the end of the room's turns, in the order of the room's effects, by one thread
/// at a time; never blocks.
/// </summary>
internal interface IRoomAudience
{
    /// <summary>From here on this connection gets what is published. If it has gone, the room is told that it is lost.</summary>
    void Attach(MemberAddress member);

    void Detach(MemberAddress member, bool gone);

    void Publish(RoomUpdate update);

    void Send(MemberAddress member, ServerEnvelope envelope);

    /// <summary>The room has ended: its number leads nowhere from now on.</summary>
    void Close();
}

/// <summary>Opens the audience of a room that starts to run on this node.</summary>
internal interface IRoomAudiences
{
    IRoomAudience Open(RoomEntry room);

    /// <summary>Refuses a join that no room took.</summary>
    void Refuse(MemberAddress from, uint requestId, Error error);
}
