using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Routing;

/// <summary>
/// From a room to its members' outboxes, past the session actors. Used at the end of the room's turns, by one thread at a time.
/// </summary>
internal sealed class RoomAudience(RoomEntry room, SessionTable sessions, Traffic traffic) : IRoomAudience
{
    private readonly Dictionary<MemberAddress, Outbox> _members = [];
    private OutgoingFrame? _snapshot;

    /// <inheritdoc />
    public void Attach(MemberAddress member)
    {
        if (Connection(member) is { } connection)
        {
            _members[member] = connection.Outbox;
        }
        else
        {
            room.Actor.TellAlways(new RoomInput.ConnectionLost(member));
        }
    }

    /// <inheritdoc />
    public void Detach(MemberAddress member, bool gone)
    {
        _members.Remove(member);
        if (gone)
        {
            sessions.Find(member.Session)?.Session.Tell(new SessionMessage.RoomExited(room.Id));
        }
    }

    /// <inheritdoc />
    public void Publish(RoomUpdate update)
    {
        if (_members.Count == 0)
        {
            return;
        }

        var frame = Frame(new ServerEnvelope { Update = update });
        foreach (var outbox in _members.Values)
        {
            outbox.Enqueue(frame);
        }

        traffic.CountDeliveries(_members.Count);
    }

    /// <inheritdoc />
    public void Send(MemberAddress member, ServerEnvelope envelope)
    {
        if (envelope.KindCase == ServerEnvelope.KindOneofCase.Attached)
        {
            TellEntered(member, envelope.RequestId);
        }

        Connection(member)?.Outbox.Enqueue(envelope.Update is { Snapshot: true } snapshot ? Snapshot(snapshot) : Frame(envelope));
    }

    /// <inheritdoc />
    public void Close()
    {
        var lost = new RoomLeft { Room = room.Number.Value, RoomId = room.Id.Value, Reason = RoomLeft.Types.Reason.RoomLost };
        foreach (var member in _members.Keys.ToArray())
        {
            Send(member, new ServerEnvelope { Left = lost });
            Detach(member, gone: true);
        }
    }

    // Told before the frame is in the outbox, so the session knows the room before the client can send to it.
    private void TellEntered(MemberAddress member, uint requestId) => sessions.Find(member.Session)?.Session.Tell(
        new SessionMessage.RoomEntered(room.Id, room.Number, room.Type.Name, member.Generation, requestId));

    private IClientConnection? Connection(MemberAddress member) =>
        sessions.Find(member.Session) is { } session && session.Generation == member.Generation ? session.Connection : null;

    // The kernel hands out one object per version: its encoding is shared by all who need it.
    private OutgoingFrame Snapshot(RoomUpdate snapshot)
    {
        if (!ReferenceEquals(_snapshot?.Envelope.Update, snapshot))
        {
            _snapshot = Frame(new ServerEnvelope { Update = snapshot });
        }

        return _snapshot;
    }

    private OutgoingFrame Frame(ServerEnvelope envelope) => new(envelope, room.Schema.State, room.Schema.Event);
}
