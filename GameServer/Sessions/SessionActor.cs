using GameServer.Actors;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>A player's presence on this gateway: outlives its connection by the resume window. All members run on its own turn.</summary>
internal sealed class SessionActor(SessionId id, PlayerIdentity player, SessionParts parts) : Actor
{
    private const int NoncesMax = 64;
    private const string WindowTimer = "window";

    private readonly GenerationGate _gate = new();
    private readonly SessionRoomTable _rooms = new(player, parts, NoncesMax);
    private SessionPhase _phase;
    private IClientConnection? _connection;
    private Resume? _resume;

    private SessionAddress Address => new(id, _gate.Current);

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch ((SessionMessage)message)
        {
            case SessionMessage.FromClient from when ReferenceEquals(from.Connection, _connection):
                Handle(from.Envelope);
                break;
            case SessionMessage.FromClient:
                break;
            case SessionMessage.Connect connect:
                connect.Answer.Tell(Connect(connect));
                break;
            case SessionMessage.ConnectionLost lost when ReferenceEquals(lost.Connection, _connection):
                Disconnect();
                break;
            case SessionMessage.ConnectionLost:
                break;
            case SessionMessage.WindowPassed:
                Move(SessionEvent.WindowPassed);
                break;
            case SessionMessage.RoomsFound found when found.Generation == _gate.Current && _phase == SessionPhase.Resuming:
                WelcomeBack(found.Rooms);
                break;
            case SessionMessage.RoomsFound:
                break;
            case SessionMessage.RoomEntered entered:
                _rooms.Entered(entered, Address, _connection is not null);
                break;
            case SessionMessage.RoomExited exited:
                _rooms.Exited(exited.Room);
                break;
            case SessionMessage.JoinRefused refused:
                if (_rooms.Refused(refused, _gate.Current) is { } requestId)
                {
                    Answer(new ServerEnvelope { RequestId = requestId, Error = refused.Error });
                }

                break;
            case SessionMessage.ListRefused refused:
                Answer(new ServerEnvelope { RequestId = refused.RequestId, Error = refused.Error });
                break;
            case SessionMessage.RoomsListed listed:
                Answer(new ServerEnvelope { RequestId = listed.RequestId, RoomList = listed.Rooms });
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop()
    {
        parts.Table.Remove(id);
        _connection?.Close(CloseCode.SessionError, "The session has ended.");
    }

    private DoorAnswer Connect(SessionMessage.Connect connect)
    {
        if (_gate.Admit(connect.Presented) is not { } generation)
        {
            return new DoorAnswer.Refused(CloseCode.SessionTaken, "A later connection goes on with this session.");
        }

        _connection?.Close(CloseCode.SessionTaken, "Another connection goes on with this session.");
        _connection = connect.Connection;
        _resume = connect.Resume;
        Context.CancelTimer(WindowTimer);
        parts.Table.Put(id, generation, Context.Self, connect.Connection);
        if (connect.Resume is null)
        {
            Move(SessionEvent.Opened);
            _rooms.Begin();
            Answer(new ServerEnvelope { Welcome = Welcome(resumed: false) });
        }
        else
        {
            Move(SessionEvent.Resumed);
            parts.Rooms.FindRoomsOf(Address, player.Id);
        }

        return new DoorAnswer.Opened(new SessionInbox(Context.Self));
    }

    private void WelcomeBack(IReadOnlyList<RoomRef> found)
    {
        Move(SessionEvent.RoomsKnown);
        var welcome = Welcome(resumed: true);
        welcome.Rooms.AddRange(_rooms.Mine(found));
        Answer(new ServerEnvelope { Welcome = welcome });
        foreach (var farewell in _rooms.AttachAll(Address, welcome.Rooms, _resume!.Rooms))
        {
            Answer(farewell);
        }

        _resume = null;
    }

    private void Disconnect()
    {
        _connection = null;
        parts.Table.Put(id, _gate.Current, Context.Self, null);
        _rooms.ConnectionLost(Address);
        Move(SessionEvent.Lost);
    }

    private void Move(SessionEvent happened)
    {
        var before = _phase;
        _phase = _phase.After(happened);
        if (_phase == before)
        {
            return;
        }

        if (_phase == SessionPhase.Away)
        {
            var window = TimeSpan.FromMilliseconds(parts.Options.ResumeWindowMs);
            Context.StartTimer(WindowTimer, window, new SessionMessage.WindowPassed());
        }
        else if (_phase == SessionPhase.Ended)
        {
            Context.Stop(Context.Self);
        }
    }

    private void Handle(ClientEnvelope envelope)
    {
        if (_phase != SessionPhase.Connected)
        {
            Answer(Errors.To(envelope, ErrorCode.Busy, "Wait for Welcome before sending."));
            return;
        }

        _gate.Confirm();
        var answer = envelope.KindCase switch
        {
            ClientEnvelope.KindOneofCase.Command => _rooms.Command(Address, envelope),
            ClientEnvelope.KindOneofCase.Heartbeat => Beat(envelope),
            ClientEnvelope.KindOneofCase.SnapshotRequest => _rooms.RequestSnapshot(Address, envelope),
            ClientEnvelope.KindOneofCase.Join => _rooms.Join(Address, envelope),
            ClientEnvelope.KindOneofCase.Leave => _rooms.Leave(Address, envelope),
            ClientEnvelope.KindOneofCase.ListRooms => List(envelope),
            ClientEnvelope.KindOneofCase.Hello => Errors.To(envelope, ErrorCode.BadRequest, "This session is already open."),
            ClientEnvelope.KindOneofCase.Resume => Errors.To(envelope, ErrorCode.BadRequest, "This session is already open."),
            ClientEnvelope.KindOneofCase.None =>
                Errors.To(envelope, ErrorCode.Unimplemented, "This server does not know this kind of frame."),
        };
        if (answer is not null)
        {
            Answer(answer);
        }
    }

    private ServerEnvelope? Beat(ClientEnvelope envelope)
    {
        foreach (var exited in _rooms.Seen(Address, envelope.Heartbeat.Rooms))
        {
            Answer(exited);
        }

        return new ServerEnvelope
        {
            RequestId = envelope.RequestId,
            Heartbeat = new HeartbeatReply { ClientTimeMs = envelope.Heartbeat.ClientTimeMs, ServerTimeMs = NowMs() },
        };
    }

    private ServerEnvelope? List(ClientEnvelope envelope)
    {
        parts.Rooms.List(Address, envelope.ListRooms, envelope.RequestId);
        return null;
    }

    private Welcome Welcome(bool resumed) => new()
    {
        SessionId = id.Value,
        ResumeToken = parts.Tokens.Issue(new ResumeTicket(id, player, _gate.Current), Context.Now),
        PlayerId = player.Id.Value,
        PlayerName = player.Name,
        ServerTimeMs = NowMs(),
        HeartbeatIntervalMs = (uint)parts.Options.HeartbeatIntervalMs,
        ResumeWindowMs = (uint)parts.Options.ResumeWindowMs,
        MessageBytesMax = (uint)parts.MessageBytesMax,
        UnacknowledgedMax = SessionParts.UnacknowledgedMax,
        Resumed = resumed,
        Node = parts.Node.Value,
    };

    private ulong NowMs() => (ulong)Context.Now.ToUnixTimeMilliseconds();

    private void Answer(ServerEnvelope envelope) => _connection?.Outbox.Enqueue(new OutgoingFrame(envelope));
}
