using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Routing;

/// <summary>Opens the audience of each room of this node.</summary>
internal sealed class RoomAudiences(SessionTable sessions, Traffic traffic) : IRoomAudiences
{
    /// <inheritdoc />
    public IRoomAudience Open(RoomEntry room) => new RoomAudience(room, sessions, traffic);

    /// <inheritdoc />
    public void Refuse(MemberAddress from, uint requestId, Error error) =>
        sessions.Find(from.Session)?.Session.Tell(new SessionMessage.JoinRefused(from.Generation, requestId, error));

    /// <inheritdoc />
    public void Gone(MemberAddress from, RoomId room, uint requestId, string reason) =>
        sessions.Find(from.Session)?.Session.Tell(new SessionMessage.RoomGone(room, from.Generation, requestId, reason));
}
