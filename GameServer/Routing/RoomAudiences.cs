using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;

namespace GameServer.Routing;

/// <summary>Opens the audience of each room of this node.</summary>
internal sealed class RoomAudiences(AudienceParts parts) : IRoomAudiences
{
    /// <inheritdoc />
    public IRoomAudience Open(RoomEntry room, Epoch epoch) => new RoomAudience(room, epoch, parts);

    /// <inheritdoc />
    public void Refuse(MemberAddress from, uint requestId, Error error)
    {
        if (from.Node == parts.Links.Self)
        {
            parts.Sessions.Find(from.Session)?.Session.Tell(new SessionMessage.JoinRefused(from.Generation, requestId, error));
        }
        else
        {
            var answer = NodeFrames.AnswerTo(from, default, requestId);
            answer.Refused = error;
            parts.Links.SendAlways(from.Node, new NodeFrame { Answer = answer });
        }
    }

    /// <inheritdoc />
    public void Gone(MemberAddress from, RoomId room, uint requestId, string reason)
    {
        if (from.Node == parts.Links.Self)
        {
            parts.Sessions.Find(from.Session)?.Session.Tell(new SessionMessage.RoomGone(room, from.Generation, requestId, reason));
        }
        else
        {
            var answer = NodeFrames.AnswerTo(from, room, requestId);
            answer.Gone = reason;
            parts.Links.SendAlways(from.Node, new NodeFrame { Answer = answer });
        }
    }
}
