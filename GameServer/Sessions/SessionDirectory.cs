using GameServer.Actors;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>The parent of all session actors of this node: makes them and hands each connection to its session.</summary>
internal sealed class SessionDirectory(SessionParts parts) : Actor
{
    private readonly Dictionary<SessionId, ActorRef> _sessions = [];
    private readonly Dictionary<SessionId, Connect> _unanswered = [];
    private readonly Queue<Connect> _handed = new();
    private readonly ActorOptions _options = new() { DataLaneMax = parts.Options.MailboxMax };

    /// <summary>Connect this connection to the session of that name, making it if this node does not have it.</summary>
    internal sealed record Connect(
        SessionId Session,
        PlayerIdentity Player,
        IClientConnection Connection,
        Resume? Resume,
        Generation Presented,
        ReplyTo<DoorAnswer> Answer)
    {
        /// <summary>The session to which it was handed has ended without receiving it.</summary>
        internal bool IsHandedAgain { get; init; }
    }

    /// <summary>An operator ends a session: what it had received before is handled.</summary>
    internal sealed record End(SessionId Session) : IControlMessage;

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case Connect connect:
                Hand(connect);
                break;
            case End end:
                if (_sessions.TryGetValue(end.Session, out var ended))
                {
                    Context.Stop(ended);
                }

                break;
            case Terminated terminated:
                Forget(terminated.Actor);
                break;
        }
    }

    private void Hand(Connect connect)
    {
        if (!_sessions.TryGetValue(connect.Session, out var session))
        {
            if (_sessions.Count >= parts.Options.SessionsMax)
            {
                connect.Answer.Tell(new DoorAnswer.Refused(CloseCode.Overloaded, "This node has as many sessions as it may."));
                return;
            }

            session = Context.Spawn(connect.Session.Value, Maker(connect.Session, connect.Player), _options);
            Context.Watch(session);
            _sessions[connect.Session] = session;
        }

        Remember(connect);
        Context.Tell(session, new SessionMessage.Connect(connect.Connection, connect.Resume, connect.Presented, connect.Answer));
    }

    // Until it is answered, and a little longer: a session may be about to end and not receive it.
    private void Remember(Connect connect)
    {
        while (_handed.TryPeek(out var eldest) && eldest.Answer.Task.IsCompleted)
        {
            _handed.Dequeue();
            if (ReferenceEquals(_unanswered.GetValueOrDefault(eldest.Session), eldest))
            {
                _unanswered.Remove(eldest.Session);
            }
        }

        _handed.Enqueue(connect);
        _unanswered[connect.Session] = connect;
    }

    // Lives as long as the session, and so holds on to nothing of the connection that began it.
    private Func<Actor> Maker(SessionId id, PlayerIdentity player) => () => new SessionActor(id, player, parts);

    private void Forget(ActorRef stopped)
    {
        // A session's actor has its name.
        var id = new SessionId(stopped.Name);
        if (_sessions.GetValueOrDefault(id) == stopped)
        {
            _sessions.Remove(id);
        }

        // Once: a connection that its session could not bear would be the end of the next one too.
        if (_unanswered.Remove(id, out var connect) && !connect.Answer.Task.IsCompleted && !connect.IsHandedAgain)
        {
            Hand(connect with { IsHandedAgain = true });
        }
    }
}
