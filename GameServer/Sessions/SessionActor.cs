using GameServer.Actors;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>A player's presence on this gateway: outlives its connection by the resume window. All members run on its own turn.</summary>
internal sealed class SessionActor : Actor
{
    private const string WindowTimer = "window";
    private const string AttachTimer = "attach";
    private const string Taken = "Another connection goes on with this session.";
    private const string NotYet = "Wait for Welcome before sending.";
    private static readonly TimeSpan AttachAgainAfter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JoinOverdueAfter = TimeSpan.FromSeconds(30);

    private readonly SessionId _id;
    private readonly PlayerIdentity _player;
    private readonly SessionParts _parts;
    private readonly GenerationGate _gate = new();
    private readonly ClientLine _line = new();
    private readonly SessionRoomTable _table;
    private readonly RoomRequests _requests;
    private SessionPhase _phase;
    private Resume? _resume;

    internal SessionActor(SessionId id, PlayerIdentity player, SessionParts parts)
    {
        var joins = new JoinBook(noncesMax: 64 + parts.Options.RoomsPerSessionMax);
        (_id, _player, _parts) = (id, player, parts);
        _table = new SessionRoomTable(player, parts, joins);
        _requests = new RoomRequests(player, parts, _table, joins);
    }

    private SessionAddress Address => new(_id, _gate.Current);

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch ((SessionMessage)message)
        {
            case SessionMessage.ClientCommand command:
                Handle(command);
                _parts.Commands.GiveBack(command);
                break;
            case SessionMessage.FromClient from:
                Handle(from);
                break;
            case SessionMessage.Connect connect:
                Accept(connect);
                break;
            case SessionMessage.ConnectionLost lost when ReferenceEquals(lost.Connection, _line.Connection):
                Disconnect();
                break;
            case SessionMessage.WindowPassed:
                Move(SessionEvent.WindowPassed);
                break;
            case SessionMessage.RoomsFound found when found.Generation == _gate.Current && _phase == SessionPhase.Resuming:
                WelcomeFound(found.Rooms);
                break;
            case SessionMessage.AttachAgain when _phase == SessionPhase.Connected:
                Attach(_table.AttachWaiting(Address));
                break;
            case SessionMessage.Look look:
                look.Answer.Tell(new SessionSeen([.. _table.Rooms]));
                break;
            case SessionMessage.RoomEntered entered:
                _table.Entered(entered, Address, _line.Connection is not null);
                _line.Answer(_requests.Release(Address, entered.Room));
                break;
            case SessionMessage.RoomExited exited:
                _table.Exited(exited.Room);
                break;
            case SessionMessage.RoomMoved moved when moved.Generation == _gate.Current && _phase == SessionPhase.Connected:
                Attach(_table.AttachMoved(Address, moved.Room, moved.From));
                break;
            case SessionMessage.RoomGone gone:
                Answer(gone.Generation, Errors.ToGone(gone));
                Answer(_gate.Current, _table.Gone(gone));
                break;
            case SessionMessage.Overtaken overtaken when overtaken.Generation == _gate.Current:
                _gate.Overtake();
                _line.Connection?.Close(CloseCode.SessionTaken, Taken);
                break;
            case SessionMessage.JoinRefused refused:
                Refuse(refused.Generation, refused.RequestId, refused.Error);
                break;
            case SessionMessage.JoinOverdue overdue:
                Refuse(overdue.Generation, overdue.RequestId, Errors.Of(ErrorCode.Busy, "The room did not answer in time."));
                break;
            case SessionMessage.ListRefused refused:
                Answer(refused.Generation, _requests.Listed(refused));
                break;
            case SessionMessage.RoomsListed listed:
                Answer(listed.Generation, _requests.Listed(listed));
                break;

            // Of a connection that is not the present one any more.
            case SessionMessage.ConnectionLost or SessionMessage.RoomsFound or SessionMessage.AttachAgain or SessionMessage.RoomMoved
                or SessionMessage.Overtaken:
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop()
    {
        _parts.Table.Remove(_id);
        if (_line.Connection is not null)
        {
            _table.ConnectionLost(Address);
            _line.Connection.Close(CloseCode.SessionError, "The session has ended.");
        }
    }

    private void Accept(SessionMessage.Connect connect)
    {
        var stayedHere = !_parts.IsClustered || _gate.IsLatest(connect.Presented);
        if (connect.Connection.Outbox.State != OutboxState.Open)
        {
            // The door gave up on this connection before its turn came; nobody would ever say that it is lost.
            connect.Answer.Tell(new DoorAnswer.Refused(CloseCode.Overloaded, "The connection has ended."));
            EndIfIdle();
        }
        else if (_gate.Admit(connect.Presented) is not { } generation)
        {
            connect.Answer.Tell(new DoorAnswer.Refused(CloseCode.SessionTaken, "A later connection goes on with this session."));
        }
        else
        {
            Adopt(connect, generation, stayedHere);
            if (!connect.Answer.Tell(new DoorAnswer.Opened(new SessionInbox(Context.Self, _parts.Commands, _parts.Tracing.NewHead()))))
            {
                connect.Connection.Close(CloseCode.Overloaded, "The session came too late.");
                Disconnect();
            }
        }
    }

    private void Adopt(SessionMessage.Connect connect, Generation generation, bool stayedHere)
    {
        var knowsItsRooms = stayedHere && _phase != SessionPhase.Fresh && _phase != SessionPhase.Resuming;
        _line.Connection?.Close(CloseCode.SessionTaken, Taken);
        _line.Connection = connect.Connection;
        _resume = connect.Resume;
        Context.CancelTimer(WindowTimer);
        _parts.Table.Put(_id, generation, Context.Self, connect.Connection, _player);
        if (_resume is null || knowsItsRooms)
        {
            Move(SessionEvent.Opened);
            Welcome();
        }
        else
        {
            Move(SessionEvent.Resumed);
            var alsoThese = _resume.Rooms.Take(_parts.Options.RoomsPerSessionMax).Select(room => new RoomId(room.RoomId)).ToList();
            _parts.Rooms.FindRoomsOf(Address, _player.Id, alsoThese);
        }
    }

    private void WelcomeFound(IReadOnlyList<RoomRef> rooms)
    {
        foreach (var room in rooms)
        {
            _table.Places.Find(room);
        }

        Move(SessionEvent.RoomsKnown);
        Welcome();
    }

    private void Welcome()
    {
        var welcome = Welcomes.Of(_parts, new ResumeTicket(_id, _player, _gate.Current), Context.Now, resumed: _resume is not null);
        welcome.Rooms.AddRange(_table.Rooms);
        _line.Answer(new ServerEnvelope { Welcome = welcome });
        AttachAll(_parts.IsClustered ? null : _resume ?? new Resume());
    }

    /// <summary>Whether what the client sends is handled: it has been heard on the present connection.</summary>
    private bool Hears()
    {
        if (_phase == SessionPhase.Connected)
        {
            _gate.Confirm();
            AttachAll(_resume);
        }

        return _phase == SessionPhase.Connected;
    }

    // With other gateways only once the client was heard: an attempt that it gave up must not take its place in the rooms from the
    // connection that it has elsewhere by then.
    private void AttachAll(Resume? resume)
    {
        if (resume is not null)
        {
            _resume = null;
            Attach(_table.AttachAll(Address, resume.Rooms));
        }
    }

    private void Attach(IEnumerable<ServerEnvelope> farewells)
    {
        _line.Answer(farewells);
        if (_table.IsAttaching)
        {
            Context.StartTimer(AttachTimer, AttachAgainAfter, new SessionMessage.AttachAgain());
        }
    }

    private void Disconnect()
    {
        _line.Connection = null;
        _parts.Table.Put(_id, _gate.Current, Context.Self, null, _player);
        _table.ConnectionLost(Address);
        Move(SessionEvent.Lost);
        EndIfIdle();
    }

    // A token brings back a session that was in no room as well as the session itself would.
    private void EndIfIdle()
    {
        if (_table.IsIdle && _line.Connection is null && _phase is SessionPhase.Away or SessionPhase.Fresh)
        {
            Move(SessionEvent.WindowPassed);
        }
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
            Context.StartTimer(WindowTimer, TimeSpan.FromMilliseconds(_parts.Options.ResumeWindowMs), new SessionMessage.WindowPassed());
        }
        else if (_phase == SessionPhase.Ended)
        {
            Context.Stop(Context.Self);
        }
    }

    private void Handle(SessionMessage.ClientCommand command)
    {
        if (ReferenceEquals(command.Connection, _line.Connection))
        {
            _line.Answer(Hears()
                ? _requests.Command(Address, command)
                : Errors.ToRoom(command.Room, command.Number, command.RequestId, ErrorCode.Busy, NotYet));
        }
    }

    private void Handle(SessionMessage.FromClient from)
    {
        if (ReferenceEquals(from.Connection, _line.Connection))
        {
            _line.Answer(Hears() ? Handle(from.Envelope, from.Trace) : Errors.To(from.Envelope, ErrorCode.Busy, NotYet));
        }
    }

    private ServerEnvelope? Handle(ClientEnvelope envelope, System.Diagnostics.Activity? trace) => envelope.KindCase switch
    {
        ClientEnvelope.KindOneofCase.Command => _requests.Command(Address, envelope, trace),
        ClientEnvelope.KindOneofCase.Heartbeat => _line.Answer(_requests.Beat(Address, envelope, Context.Now)),
        ClientEnvelope.KindOneofCase.SnapshotRequest => _requests.RequestSnapshot(Address, envelope),
        ClientEnvelope.KindOneofCase.Join => Join(envelope),
        ClientEnvelope.KindOneofCase.Leave => _requests.Leave(Address, envelope),
        ClientEnvelope.KindOneofCase.ListRooms => _requests.List(Address, envelope),
        ClientEnvelope.KindOneofCase.Hello or ClientEnvelope.KindOneofCase.Resume => Errors.ToOpening(envelope),
        ClientEnvelope.KindOneofCase.None => Errors.ToUnknown(envelope),
    };

    private ServerEnvelope? Join(ClientEnvelope envelope)
    {
        var refused = _requests.Join(Address, envelope);
        if (refused is null)
        {
            var overdue = new SessionMessage.JoinOverdue(_gate.Current, envelope.RequestId);
            Context.StartTimer($"join {_gate.Current} {envelope.RequestId}", JoinOverdueAfter, overdue);
        }

        return refused;
    }

    private void Refuse(Generation generation, uint requestId, Error error)
    {
        var answered = _requests.Refused(generation, requestId, _gate.Current);
        _line.Answer(answered is { } request ? new ServerEnvelope { RequestId = request, Error = error } : null);
    }

    /// <summary>Unless another connection than the one that asked is here by now.</summary>
    private void Answer(Generation asked, ServerEnvelope? envelope) => _line.Answer(asked == _gate.Current ? envelope : null);
}
