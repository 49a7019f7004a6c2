using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Routing;

/// <summary>Opens the audience of each room of this node.</summary>
internal sealed class RoomAudiences(SessionTable sessions, NodeLinks links, Traffic traffic) : IRoomAudiences
{
    /// <inheritdoc />
    public IRoomAudience Open(RoomEntry room, Epoch epoch) => new RoomAudience(room, epoch, sessions, links, traffic);

    /// <inheritdoc />
    public void Refuse(MemberAddress from, uint requestId, Error error)
    {
        if (from.Node == links.Self)
        {
            sessions.Find(from.Session)?.Session.Tell(new SessionMessage.JoinRefused(from.Generation, requestId, error));
        }
        else
        {
            var answer = NodeFrames.AnswerTo(from, default, requestId);
            answer.Refused = error;
            links.SendAlways(from.Node, new NodeFrame { Answer = answer });
        }
    }

    /// <inheritdoc />
    public void Gone(MemberAddress from, RoomId room, uint requestId, string reason)
    {
        if (from.Node == links.Self)
        {
            sessions.Find(from.Session)?.Session.Tell(new SessionMessage.RoomGone(room, from.Generation, requestId, reason));
        }
        else
        {
            var answer = NodeFrames.AnswerTo(from, room, requestId);
            answer.Gone = reason;
            links.SendAlways(from.Node, new NodeFrame { Answer = answer });
        }
    }
}
