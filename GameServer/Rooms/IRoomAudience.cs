using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
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
    /// <param name="member">The connection.</param>
    /// <param name="requestId">What the attachment answers; 0: nothing.</param>
    /// <param name="rewoundEpoch">The room's epoch, if it came back older than the member knew it; else 0.</param>
    void Attach(MemberAddress member, uint requestId, ulong rewoundEpoch);

    void Detach(MemberAddress member, bool gone);

    /// <summary>The same frame for every attached member. The frame's bytes hold until this returns.</summary>
    /// <param name="update">The frame.</param>
    /// <param name="atOnce">A flush follows in any case: it may leave right now, behind what waits.</param>
    void Publish(OutgoingFrame update, bool atOnce);

    /// <summary>A frame for one connection. Its bytes hold until this returns.</summary>
    void Send(MemberAddress member, OutgoingFrame frame);

    /// <summary>Where an attached member stands that has got all that was published and sent so far.</summary>
    void Stand(RoomVersion published);

    /// <summary>Writes what has been published and sent since the last flush. Nothing of it has left before.</summary>
    void Flush();

    /// <summary>That gateway is gone, and with it all connections to it: the room is told that they are lost.</summary>
    void GatewayGone(NodeId gateway);

    /// <summary>Another connection of the same session has been working in the room since: this one is closed with SESSION_TAKEN.</summary>
    void Overtake(MemberAddress member);

    /// <summary>The room has ended: its number leads nowhere from now on.</summary>
    void Close();

    /// <summary>The room goes on in another activation: each attached member's session asks for what follows this position.</summary>
    void Move(Position from);
}

/// <summary>Opens the audience of a room that starts to run on this node.</summary>
internal interface IRoomAudiences
{
    IRoomAudience Open(RoomEntry room, Epoch epoch);

    /// <summary>Refuses a join that no room took.</summary>
    void Refuse(MemberAddress from, uint requestId, Error error);

    /// <summary>Tells a session that what it asked of a room cannot be: the room has ended, or this server cannot run it.</summary>
    void Gone(MemberAddress from, RoomId room, uint requestId, string reason);
}
