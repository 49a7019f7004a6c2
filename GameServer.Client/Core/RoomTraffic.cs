using GameServer.Protocol.V1;

namespace GameServer.Client.Core;

/// <summary>The rooms and requests of a session: which room a frame is for, which request an answer is for, what is sent again.</summary>
internal sealed class RoomTraffic(List<ClientEffect> effects)
{
    private const long RetryMinMs = 50;

    private readonly RequestTable _requests = new();
    private readonly RoomTable _rooms = new();

    /// <summary>Frames go out only while the session is live.</summary>
    private bool IsLive { get; set; }

    private uint UnacknowledgedMax { get; set; }

    internal IReadOnlyCollection<RoomReplica> Rooms => _rooms.All;

    internal UnclaimedRooms Unclaimed { get; } = new();

    internal int SnapshotsRequested { get; private set; }

    internal int HashMismatches { get; private set; }

    /// <summary>Client and room disagree about command numbers; only resuming settles it.</summary>
    internal bool IsOutOfStep => _rooms.All.Any(room => room.IsOutOfStep);

    /// <summary>Where the client stands in every room, to resume from.</summary>
    internal IEnumerable<RoomPosition> Positions => _rooms.All.Select(room => room.Position).OfType<RoomPosition>();

    /// <summary>Of the rooms attached on this connection: the gateway may not be in the others yet, and would call them lost.</summary>
    internal IEnumerable<RoomPosition> AttachedPositions =>
        _rooms.All.Where(room => room.IsAttached).Select(room => room.Position).OfType<RoomPosition>();

    internal long? NextDueMs(long nowMs) =>
        _rooms.All.Select(room => room.Commands.ResumesAtMs(nowMs)).Append(_requests.NextRetryMs).Min();

    /// <summary>A new connection has its Welcome: what waits for an answer is asked again.</summary>
    internal void GoLive(SessionIdentity identity)
    {
        (IsLive, UnacknowledgedMax) = (true, identity.UnacknowledgedMax);
        Unclaimed.List(identity.Welcome.Rooms.Where(room => _rooms.Find(room.RoomId) is null));
        var still = identity.Welcome.Rooms.Select(room => room.RoomId).ToHashSet();
        foreach (var room in _rooms.All.Where(room => !still.Contains(room.Id)).ToList())
        {
            // The frame that said so is lost. A join that had come half the way is asked again.
            foreach (var join in _requests.Waiting.Select(waiting => waiting.Value).OfType<ClientRequest.JoinRoom>())
            {
                join.Room = join.Room == room ? null : join.Room;
            }

            const string Detail = "The membership ended while the client was away.";
            Leave(new RoomLeft { RoomId = room.Id, Room = room.Number, Reason = RoomLeft.Types.Reason.RoomLost, Detail = Detail });
        }

        foreach (var (id, request) in _requests.Waiting)
        {
            Send(id, request);
        }
    }

    internal void Detach()
    {
        IsLive = false;
        _requests.Take<ClientRequest.Snapshot>(_ => true);
        foreach (var room in _rooms.All)
        {
            room.Detach();
        }
    }

    /// <summary>Nothing more will come: everybody who waits is told.</summary>
    internal void End(ClosedInfo info)
    {
        IsLive = false;
        foreach (var request in _requests.Take<ClientRequest>(_ => true))
        {
            effects.Add(new ClientEffect.Abandoned(request, info));
        }

        foreach (var room in _rooms.All.ToList())
        {
            _rooms.Remove(room);
            room.Leave(new RoomLeft { RoomId = room.Id, Room = room.Number, Detail = info.Reason }, effects);
        }
    }

    internal void Ask(ClientRequest request)
    {
        if (request is ClientRequest.LeaveRoom { Room.Phase: ReplicaPhase.Left } overtaken)
        {
            effects.Add(new ClientEffect.LeaveDone(overtaken));
            return;
        }

        var id = _requests.Add(request);
        if (IsLive)
        {
            Send(id, request);
        }
    }

    internal void Receive(RoomUpdate update)
    {
        if (_rooms.Find(update.Room) is not { } room)
        {
            return;
        }

        var before = effects.Count;
        var mismatches = room.HashMismatches;
        if (room.Take(update, effects) is { } cause)
        {
            AskForSnapshot(room, cause);
        }

        HashMismatches += room.HashMismatches - mismatches;

        if (update.Snapshot)
        {
            _requests.Take<ClientRequest.Snapshot>(request => request.Room == room);
        }

        if (room.Version is not null)
        {
            // The program has its handle before it is told of the first state.
            FinishJoins(room, before);
        }
    }

    internal void Receive(MemberUpdate update) => _rooms.Find(update.Room)?.Take(update, effects);

    /// <summary>Passed on to the program; kinds of a newer server are not.</summary>
    internal void Receive(RoomNotice notice)
    {
        if (notice.Kind is > RoomNotice.Types.Kind.Unspecified and <= RoomNotice.Types.Kind.KeepingUp
            && _rooms.Find(notice.Room) is { } room)
        {
            effects.Add(new ClientEffect.Noticed(room, notice.Kind));
        }
    }

    internal void Receive(RoomAttached attached, uint requestId)
    {
        var join = _requests.Find(requestId) as ClientRequest.JoinRoom;
        var room = _rooms.Find(attached.RoomId);
        if (room is null)
        {
            if (join is null)
            {
                // A join whose answer was lost was carried out: it is asked again, and its answer attaches the room once more.
                Unclaimed.Number(attached);
                return;
            }

            room = join.NewReplica(attached, Unclaimed.RewoundEpoch(attached.RoomId));
            _rooms.Add(room);
            Unclaimed.Remove(room.Id);
        }

        if (join is not null)
        {
            join.Room = room;
        }

        room.Attach(attached, effects);
        foreach (var (id, request) in _requests.Waiting.Where(each => each.Value is ClientRequest.LeaveRoom leave && leave.Room == room))
        {
            Send(id, request);
        }

        if (room.IsStillInDoubt)
        {
            room.Doubt();
            AskForSnapshot(room, SnapshotRequest.Types.Cause.HashMismatch);
        }

        if (room.Version is not null)
        {
            FinishJoins(room, effects.Count);
        }
    }

    internal void Leave(RoomLeft left)
    {
        Unclaimed.Remove(left.RoomId, left.Room);
        // A gateway that is asked about a room it is not in knows only the number it was asked with.
        if ((left.RoomId.Length > 0 ? _rooms.Find(left.RoomId) : _rooms.Find(left.Room)) is not { } room)
        {
            return;
        }

        _rooms.Remove(room);
        foreach (var join in _requests.Take<ClientRequest.JoinRoom>(request => request.Room == room))
        {
            var error = new Error { Code = ErrorCode.NotInRoom, Message = left.Detail };
            effects.Add(new ClientEffect.Refused(join, error));
        }

        room.Leave(left, effects);
        var leaves = _requests.Take<ClientRequest.LeaveRoom>(request => request.Room == room);
        effects.AddRange(leaves.Select(leave => new ClientEffect.LeaveDone(leave)));
    }

    internal void Receive(RoomList rooms, uint requestId)
    {
        if (_requests.Find(requestId) is ClientRequest.List list && _requests.Remove(requestId))
        {
            effects.Add(new ClientEffect.Listed(list, rooms));
        }
    }

    internal void Receive(Error error, uint requestId, long nowMs)
    {
        if (_requests.Find(requestId) is { } request)
        {
            Refuse(requestId, request, error, nowMs);
        }
        else if (error.CommandSeq > 0 && _rooms.Find(error.Room) is { } room)
        {
            if (room.Commands.Refuse(error, nowMs) is WindowAnswer.Told told)
            {
                effects.Add(new ClientEffect.Answered(told.Command, told.Verdict));
            }
        }
        else
        {
            effects.Add(new ClientEffect.ErrorReceived(error));
        }
    }

    /// <summary>Sends what the windows let through and the requests that are to be repeated by now.</summary>
    internal void SendDue(long nowMs)
    {
        if (!IsLive)
        {
            return;
        }

        foreach (var (id, request) in _requests.Waiting.Where(each => nowMs >= each.Value.RetryAtMs))
        {
            Send(id, request);
        }

        foreach (var room in _rooms.All)
        {
            foreach (var command in room.Commands.TakeFramesDue(nowMs, UnacknowledgedMax))
            {
                (command.Room, command.RewoundEpoch) = (room.Number, room.RewoundEpoch);
                effects.Add(new ClientEffect.Send(new ClientEnvelope { Command = command }));
            }
        }
    }

    private void Refuse(uint requestId, ClientRequest request, Error error, long nowMs)
    {
        if (error.Retry == Error.Types.Retry.Later && error.Code is ErrorCode.RateLimited or ErrorCode.Busy)
        {
            request.RetryAtMs = nowMs + Math.Max(error.RetryAfterMs, RetryMinMs);
            return;
        }

        _requests.Remove(requestId);
        if (request is ClientRequest.LeaveRoom leave && error.Code is ErrorCode.NotInRoom or ErrorCode.RoomNotFound)
        {
            effects.Add(new ClientEffect.LeaveDone(leave));
            return;
        }

        effects.Add(new ClientEffect.Refused(request, error));
    }

    private void AskForSnapshot(RoomReplica room, SnapshotRequest.Types.Cause cause)
    {
        SnapshotsRequested++;
        Ask(new ClientRequest.Snapshot(room, cause));
    }

    private void FinishJoins(RoomReplica room, int at)
    {
        var joins = _requests.Take<ClientRequest.JoinRoom>(request => request.Room == room);
        effects.InsertRange(at, joins.Select(join => new ClientEffect.Joined(join, room)));
    }

    private void Send(uint id, ClientRequest request)
    {
        request.RetryAtMs = null;
        if (request is ClientRequest.LeaveRoom { Room.IsAttached: false })
        {
            // A gateway does not know the room's number before it has attached it, and would call the player no member. It is sent then.
            return;
        }

        var envelope = request.ToEnvelope();
        envelope.RequestId = id;
        effects.Add(new ClientEffect.Send(envelope));
    }
}
