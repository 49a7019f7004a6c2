using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>The rooms that one session is in, and its requests about them. Used on the session's turn.</summary>
internal sealed class SessionRoomTable(PlayerIdentity player, SessionParts parts, int noncesMax)
{
    private const int NonceCharsMax = 64;

    private sealed record Entry(RoomId Id, RoomTypeName Type);

    private readonly Dictionary<uint, Entry> _byNumber = [];
    private readonly Dictionary<RoomId, uint> _numbers = [];
    private readonly JoinBook _joins = new(noncesMax);
    private readonly NonceRecord<RoomLeft> _leaves = new(noncesMax);

    // Null in a session that a token brought to this node: all rooms of the player are its own then.
    private HashSet<RoomId>? _mine;

    /// <summary>A session that begins with Hello is in no room.</summary>
    internal void Begin() => _mine = [];

    /// <summary>The rooms to come back to: all that were found when the session is new on this node, else its own among them.</summary>
    internal IReadOnlyList<RoomRef> Mine(IReadOnlyList<RoomRef> found)
    {
        var mine = _mine is null ? found : found.Where(room => _mine.Contains(new RoomId(room.RoomId))).ToList();
        _mine = mine.Select(room => new RoomId(room.RoomId)).ToHashSet();
        foreach (var gone in _numbers.Keys.Where(room => !_mine.Contains(room)).ToList())
        {
            Exited(gone);
        }

        return mine;
    }

    /// <summary>Has each room send what was missed, and yields a farewell for each that has just gone.</summary>
    internal IEnumerable<ServerEnvelope> AttachAll(SessionAddress from, IEnumerable<RoomRef> rooms, IReadOnlyList<RoomPosition> positions)
    {
        foreach (var room in rooms)
        {
            var id = new RoomId(room.RoomId);
            var known = positions.FirstOrDefault(position => position.RoomId == room.RoomId);
            Position? position = known is { Version: > 0 } ? new Position(new Epoch(known.Epoch), new RoomVersion(known.Version)) : null;
            if (parts.Rooms.Attach(from, player, id, position, new CommandSeq(known?.RepliesSeen ?? 0), requestId: 0) == RouteAnswer.Gone)
            {
                yield return Farewell(_numbers.GetValueOrDefault(id), room.RoomId, "The room has ended.");
                Exited(id);
            }
        }
    }

    internal void Entered(SessionMessage.RoomEntered entered, SessionAddress now, bool connected)
    {
        var isNew = (_mine ??= []).Add(entered.Room);
        _byNumber[entered.Number.Value] = new Entry(entered.Room, entered.Type);
        _numbers[entered.Room] = entered.Number.Value;
        var join = _joins.Settle(entered.Generation, entered.RequestId);
        join?.Enter(entered.Room);
        if (!connected)
        {
            parts.Rooms.ConnectionLost(now with { Generation = entered.Generation }, entered.Room);
        }
        else if (isNew && entered.Generation != now.Generation)
        {
            // The room answered a join of an earlier connection: what it sent went nowhere, so the present one is attached now.
            // A room that was known before is attached by the resume itself, from the client's position.
            parts.Rooms.Attach(now, player, entered.Room, position: null, default, join?.Generation == now.Generation ? join.RequestId : 0);
        }
    }

    internal void Exited(RoomId room)
    {
        _mine?.Remove(room);
        if (_numbers.Remove(room, out var number))
        {
            _byNumber.Remove(number);
        }
    }

    /// <summary>The request of the present connection to answer; null when the wish was an earlier connection's alone.</summary>
    internal uint? Refused(SessionMessage.JoinRefused refused, Generation now)
    {
        var join = _joins.Settle(refused.Generation, refused.RequestId);
        join?.Refuse();
        return join?.Generation == now ? join.RequestId : null;
    }

    internal void ConnectionLost(SessionAddress from)
    {
        foreach (var room in _numbers.Keys)
        {
            parts.Rooms.ConnectionLost(from, room);
        }
    }

    internal ServerEnvelope? Join(SessionAddress from, ClientEnvelope envelope)
    {
        var join = envelope.Join;
        if (envelope.RequestId == 0
            || join.Nonce.Length is 0 or > NonceCharsMax
            || join.TargetCase == Protocol.V1.Join.TargetOneofCase.None)
        {
            return Errors.To(
                envelope, ErrorCode.BadRequest, $"A join needs a request_id, a nonce of 1 to {NonceCharsMax} characters and a target.");
        }

        var known = _joins.Find(join.Nonce);
        switch (known?.Stage)
        {
            case JoinStage.Asked:
                known.AskedAgain(from.Generation, envelope.RequestId);
                return null;
            case JoinStage.Entered:
                return Answer(envelope, parts.Rooms.Attach(from, player, known.Room, position: null, default, envelope.RequestId));
            case JoinStage.Refused:
            case null:
                return JoinAnew(from, envelope);
        }

        return null;
    }

    internal ServerEnvelope? Command(SessionAddress from, ClientEnvelope envelope) =>
        _byNumber.TryGetValue(envelope.Command.Room, out var room)
            ? Answer(envelope, parts.Rooms.Command(from, room.Id, envelope.Command))
            : NotInRoom(envelope);

    internal ServerEnvelope? RequestSnapshot(SessionAddress from, ClientEnvelope envelope) =>
        _byNumber.TryGetValue(envelope.SnapshotRequest.Room, out var room)
            ? Answer(envelope, parts.Rooms.RequestSnapshot(from, room.Id, envelope.SnapshotRequest.Cause))
            : NotInRoom(envelope);

    internal ServerEnvelope? Leave(SessionAddress from, ClientEnvelope envelope)
    {
        var leave = envelope.Leave;
        if (leave.Nonce.Length > NonceCharsMax)
        {
            return Errors.To(envelope, ErrorCode.BadRequest, $"A nonce has at most {NonceCharsMax} characters.");
        }

        if (_byNumber.TryGetValue(leave.Room, out var room))
        {
            _leaves.Put(leave.Nonce, new RoomLeft { Room = leave.Room, RoomId = room.Id.Value, Reason = RoomLeft.Types.Reason.Left });
            return Answer(envelope, parts.Rooms.Leave(from, room.Id, envelope.RequestId));
        }

        return _leaves.Find(leave.Nonce) is { } left && left.Room == leave.Room
            ? new ServerEnvelope { RequestId = envelope.RequestId, Left = left }
            : NotInRoom(envelope);
    }

    /// <summary>Takes a heartbeat's positions to the rooms, and yields a farewell for each room that this session is not in.</summary>
    internal IEnumerable<ServerEnvelope> Seen(SessionAddress from, IEnumerable<RoomPosition> positions)
    {
        foreach (var position in positions)
        {
            if (_byNumber.TryGetValue(position.Room, out var room))
            {
                if (parts.Rooms.RepliesSeen(from, room.Id, new CommandSeq(position.RepliesSeen)) != RouteAnswer.Gone)
                {
                    continue;
                }

                Exited(room.Id);
            }

            yield return Farewell(position.Room, room?.Id.Value ?? "", "This session is not in that room.");
        }
    }

    private ServerEnvelope? JoinAnew(SessionAddress from, ClientEnvelope envelope)
    {
        if (_byNumber.Count + _joins.AskedCount >= parts.Options.RoomsPerSessionMax)
        {
            return Errors.To(envelope, ErrorCode.RoomsLimit, $"A session may be in {parts.Options.RoomsPerSessionMax} rooms at once.");
        }

        if (!_joins.TryAsk(envelope.Join.Nonce, from.Generation, envelope.RequestId))
        {
            return Errors.To(envelope, ErrorCode.BadRequest, "Another request with this request_id is waiting.");
        }

        parts.Rooms.Join(from, player, envelope.Join, envelope.RequestId);
        return null;
    }

    private static ServerEnvelope? Answer(ClientEnvelope envelope, RouteAnswer answer) => answer switch
    {
        RouteAnswer.Taken => null,
        RouteAnswer.Busy => Errors.To(envelope, ErrorCode.Busy, "The room's queue is full."),
        RouteAnswer.Gone => NotInRoom(envelope),
    };

    private static ServerEnvelope Farewell(uint number, string id, string detail) => new()
    {
        Left = new RoomLeft { Room = number, RoomId = id, Reason = RoomLeft.Types.Reason.RoomLost, Detail = detail },
    };

    private static ServerEnvelope NotInRoom(ClientEnvelope envelope) =>
        Errors.To(envelope, ErrorCode.NotInRoom, "The player is not in that room.");
}
