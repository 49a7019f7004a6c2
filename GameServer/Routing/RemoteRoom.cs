using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;

namespace GameServer.Routing;

/// <summary>
/// An activation of a room on another node, with its members here. What the room says is given to their outboxes in order, on the turn of
/// the link that it came over; losing the link may come from elsewhere.
/// </summary>
internal sealed class RemoteRoom(RoomId id, RoomNumber number, RoomType type, NodeId host, Epoch epoch, AudienceParts parts)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionAddress, Outbox> _members = [];
    private readonly Dictionary<SessionAddress, RoomVersion> _waiting = [];
    private readonly HashSet<Outbox> _unflushed = [];
    private readonly OutgoingFrame _frame = new();

    private readonly Laggards<SessionAddress> _laggards = new(type.Schema, parts, member => CatchUp(member, id, host, parts.Links));

    private RoomVersion _before;
    private RoomVersion _stand;
    private bool _isOver;

    internal RoomId Id => id;

    internal RoomNumber Number => number;

    internal NodeId Host => host;

    internal Epoch Epoch => epoch;

    /// <summary>Whether the connection is attached here.</summary>
    internal bool Has(SessionAddress member)
    {
        lock (_lock)
        {
            return !_isOver && _members.ContainsKey(member);
        }
    }

    /// <summary>Gives a unit of the room's output to the members. Answers with connections that it names and that are gone.</summary>
    internal IReadOnlyList<SessionAddress> Take(RoomOutput output)
    {
        List<SessionAddress> gone = [];
        lock (_lock)
        {
            if (_isOver)
            {
                return gone;
            }

            _before = _stand;
            _stand = output.Version > _stand.Value ? new RoomVersion(output.Version) : _stand;
            foreach (var piece in output.Pieces)
            {
                Take(piece, gone);
            }

            foreach (var outbox in _unflushed)
            {
                outbox.Flush();
            }

            _unflushed.Clear();
        }

        return gone;
    }

    /// <summary>
    /// The room is not there any more, or can't be reached: each member's session asks for what follows. False: it was known.
    /// </summary>
    internal bool Lose()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return false;
            }

            _isOver = true;
            foreach (var member in _members.Keys)
            {
                Tell(member, new SessionMessage.RoomMoved(id, member.Generation, new Position(epoch, _laggards.StandOf(member, _stand))));
            }

            foreach (var (member, stand) in _waiting)
            {
                Tell(member, new SessionMessage.RoomMoved(id, member.Generation, new Position(epoch, stand)));
            }

            _members.Clear();
            _laggards.Clear();
            _waiting.Clear();
            return true;
        }
    }

    /// <summary>Nobody here is a member any more, or the activation is over.</summary>
    internal bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _isOver || (_members.Count == 0 && !_waiting.Keys.Any(member => OutboxOf(member) is not null));
            }
        }
    }

    private void Take(OutputPiece piece, List<SessionAddress> gone)
    {
        var member = new SessionAddress(new SessionId(piece.SessionId), new Generation(piece.Generation));
        switch (piece.KindCase)
        {
            case OutputPiece.KindOneofCase.Update:
                Publish(piece.Update.Memory);
                break;
            case OutputPiece.KindOneofCase.Frame:
                Send(member, piece.Frame.Memory);
                break;
            case OutputPiece.KindOneofCase.Attached:
                Attach(member, piece, gone);
                break;
            case OutputPiece.KindOneofCase.Detached:
                Detach(member, isGone: piece.Detached);
                break;
            case OutputPiece.KindOneofCase.Overtaken:
                Tell(member, new SessionMessage.Overtaken(member.Generation));
                break;
            case OutputPiece.KindOneofCase.Moved:
                Lose();
                break;
            case OutputPiece.KindOneofCase.Closed:
                Close();
                break;
            case OutputPiece.KindOneofCase.None:
                break;
        }
    }

    private void Attach(SessionAddress member, OutputPiece piece, List<SessionAddress> gone)
    {
        // Told before the frames that follow are in the outbox, so the session knows the room before the client can send to it.
        Tell(member, new SessionMessage.RoomEntered(id, number, type.Name, member.Generation, piece.Attached)
        {
            RewoundEpoch = piece.RewoundEpoch,
        });
        _waiting.Remove(member);
        _laggards.Remove(member);
        if (OutboxOf(member) is { } outbox)
        {
            _members[member] = outbox;
        }
        else
        {
            gone.Add(member);
        }
    }

    private void Detach(SessionAddress member, bool isGone)
    {
        if (isGone)
        {
            _waiting.Remove(member);
            Tell(member, new SessionMessage.RoomExited(id));
        }
        else if (_members.ContainsKey(member))
        {
            // The room may be reading what the connection missed, to attach it again. Should the room be lost meanwhile, it would wait for
            // ever: nobody else knows that it is not attached. It may have got what this unit says, or not.
            _waiting[member] = _laggards.StandOf(member, _before);
        }

        _laggards.Remove(member);
        _members.Remove(member);
    }

    private void Publish(ReadOnlyMemory<byte> update)
    {
        _frame.Is(update, type.Schema.State, type.Schema.Event);
        foreach (var (member, outbox) in _members)
        {
            _unflushed.Add(outbox);
            if ((_laggards.Count == 0 || !_laggards.Has(member)) && outbox.Put(_frame, OutboxEntry.Update) == OutboxAnswer.Behind)
            {
                _laggards.TryAdd(member, outbox, _frame);
            }
        }

        _laggards.Miss(_frame);
        parts.Traffic.CountDeliveries(_members.Count - _laggards.Count);
    }

    private void Send(SessionAddress member, ReadOnlyMemory<byte> frame)
    {
        if ((_members.GetValueOrDefault(member) ?? OutboxOf(member)) is { } outbox)
        {
            _frame.Is(frame, type.Schema.State, type.Schema.Event);
            _unflushed.Add(outbox);
            if (_laggards.Has(member))
            {
                _laggards.Send(member, _frame);
            }
            else
            {
                outbox.Put(_frame);
            }
        }
    }

    private void Close()
    {
        var lost = new RoomLeft { Room = number.Value, RoomId = id.Value, Reason = RoomLeft.Types.Reason.RoomLost };
        foreach (var (member, outbox) in _members)
        {
            outbox.Put(new OutgoingFrame(new ServerEnvelope { Left = lost }));
            _unflushed.Add(outbox);
            Tell(member, new SessionMessage.RoomExited(id));
        }

        foreach (var member in _waiting.Keys)
        {
            OutboxOf(member)?.Send(new OutgoingFrame(new ServerEnvelope { Left = lost }));
            Tell(member, new SessionMessage.RoomExited(id));
        }

        _members.Clear();
        _laggards.Clear();
        _waiting.Clear();
        _isOver = true;
    }

    private static void CatchUp(SessionAddress member, RoomId room, NodeId host, NodeLinks links)
    {
        var from = new MemberAddress(links.Self, member.Session, member.Generation);
        links.SendAlways(host, new NodeFrame { Request = NodeFrames.ToRequest(room, new RoomInput.CatchUp(from)) });
    }

    private Outbox? OutboxOf(SessionAddress member) =>
        parts.Sessions.Find(member.Session) is { } session && session.Generation == member.Generation ? session.Connection?.Outbox : null;

    private void Tell(SessionAddress member, SessionMessage message) => parts.Sessions.Find(member.Session)?.Session.Tell(message);
}
