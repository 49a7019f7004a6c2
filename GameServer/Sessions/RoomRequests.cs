using System.Diagnostics;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Telemetry;

namespace GameServer.Sessions;

/// <summary>
/// What a client asks of rooms: join, leave, commands, snapshots, listings. Each answer is an envelope, or null when the room answers.
/// Used on the session's turn.
/// </summary>
internal sealed class RoomRequests(PlayerIdentity player, SessionParts parts, SessionRoomTable table, JoinBook joins)
{
    private const string RoomIsBusy = "The room's queue is full.";
    private const string NoMember = "The player is not in that room.";
    private const string Outdated = "Outdated";
    private const int NonceCharsMax = 64;
    private const int FiltersMax = 16;
    private const int ListingsMax = 8;
    private const int LeavesKeptMax = 64;

    // Made with the first room that is left.
    private NonceRecord<RoomLeft>? _leaves;

    // How many listings of the connection have not been answered yet.
    private (Generation Of, int Count) _listings;

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

        if (join.Match?.Filters.Count > FiltersMax)
        {
            return Errors.To(envelope, ErrorCode.BadRequest, $"A match has at most {FiltersMax} filters.");
        }

        var known = joins.Find(join.Nonce);
        switch (known?.Stage)
        {
            case JoinStage.Asked:
                known.AskedAgain(from.Generation, envelope.RequestId);
                return null;
            case JoinStage.Entered:
                return Answer(envelope, AttachAgain(from, known.Room, envelope.RequestId));
            case JoinStage.Refused:
            case null:
                return JoinAnew(from, envelope);
        }

        return null;
    }

    /// <summary>The request of the present connection to answer; null when the wish was an earlier connection's alone.</summary>
    internal uint? Refused(Generation generation, uint requestId, Generation now)
    {
        var join = joins.Settle(generation, requestId);
        join?.Refuse();
        return join?.Generation == now ? join.RequestId : null;
    }

    internal ServerEnvelope? Command(SessionAddress from, ClientEnvelope envelope, Activity? trace)
    {
        var command = envelope.Command;
        var content = new CommandContent(
            command.CommandSeq, command.RepliesSeen, command.RewoundEpoch, command.Payload.Span, command.PayloadJson)
        {
            Trace = trace,
        };
        return Command(from, command.Room, envelope.RequestId, content);
    }

    internal ServerEnvelope? Command(SessionAddress from, SessionMessage.ClientCommand command) =>
        Command(from, command.Room, command.RequestId, command.Content);

    /// <summary>The room has been found again: it gets what waited, in order. What it does not take is answered.</summary>
    internal IEnumerable<ServerEnvelope> Release(SessionAddress from, RoomId id)
    {
        var place = table.Places.Find(id);
        foreach (var held in place?.TakeHeld() ?? [])
        {
            var refused = held is HeldRequest.Command command
                ? Command(from, place!.Number?.Value ?? 0, command.RequestId, command.Content)
                : Leave(from, ((HeldRequest.Leave)held).Envelope);
            if (refused is not null)
            {
                yield return refused;
            }
        }
    }

    internal ServerEnvelope? RequestSnapshot(SessionAddress from, ClientEnvelope envelope) =>
        table.Places.Find(envelope.SnapshotRequest.Room) is { } place
            ? Answer(envelope, parts.Rooms.RequestSnapshot(from, place, envelope.SnapshotRequest.Cause))
            : NotInRoom(envelope);

    internal ServerEnvelope? Leave(SessionAddress from, ClientEnvelope envelope)
    {
        var leave = envelope.Leave;
        if (leave.Nonce.Length > NonceCharsMax)
        {
            return Errors.To(envelope, ErrorCode.BadRequest, $"A nonce has at most {NonceCharsMax} characters.");
        }

        if (table.Places.Find(leave.Room) is { } place)
        {
            _leaves ??= new(LeavesKeptMax);
            _leaves.Put(leave.Nonce, new RoomLeft { Room = leave.Room, RoomId = place.Id.Value, Reason = RoomLeft.Types.Reason.Left });

            // Behind the commands that wait.
            return !place.IsHolding ? Answer(envelope, parts.Rooms.Leave(from, place, envelope.RequestId))
                : place.TryHold(new HeldRequest.Leave(envelope)) ? null
                : Errors.To(envelope, ErrorCode.Busy, RoomIsBusy);
        }

        return _leaves?.Find(leave.Nonce) is { } left && left.Room == leave.Room
            ? new ServerEnvelope { RequestId = envelope.RequestId, Left = left }
            : NotInRoom(envelope);
    }

    internal ServerEnvelope? List(SessionAddress from, ClientEnvelope envelope)
    {
        if (envelope.ListRooms.Filters.Count > FiltersMax)
        {
            return Errors.To(envelope, ErrorCode.BadRequest, $"A listing has at most {FiltersMax} filters.");
        }

        // Each makes the node look through all its rooms.
        var waiting = _listings.Of == from.Generation ? _listings.Count : 0;
        if (waiting == ListingsMax)
        {
            return Errors.To(envelope, ErrorCode.Busy, $"{ListingsMax} listings have not been answered yet.");
        }

        _listings = (from.Generation, waiting + 1);
        parts.Rooms.List(from, envelope.ListRooms, envelope.RequestId);
        return null;
    }

    internal ServerEnvelope Listed(SessionMessage.RoomsListed listed)
    {
        ListEnded(listed.Generation);
        return new ServerEnvelope { RequestId = listed.RequestId, RoomList = listed.Rooms };
    }

    internal ServerEnvelope Listed(SessionMessage.ListRefused refused)
    {
        ListEnded(refused.Generation);
        return new ServerEnvelope { RequestId = refused.RequestId, Error = refused.Error };
    }

    /// <summary>Farewells for rooms that this session is not in, and the reply.</summary>
    internal IEnumerable<ServerEnvelope> Beat(SessionAddress from, ClientEnvelope envelope, DateTimeOffset now)
    {
        var reply = new HeartbeatReply
        {
            ClientTimeMs = envelope.Heartbeat.ClientTimeMs,
            ServerTimeMs = (ulong)now.ToUnixTimeMilliseconds(),
        };
        return Seen(from, envelope.Heartbeat.Rooms).Append(new ServerEnvelope { RequestId = envelope.RequestId, Heartbeat = reply });
    }

    private void ListEnded(Generation asked)
    {
        if (_listings.Of == asked)
        {
            _listings.Count--;
        }
    }

    /// <summary>Takes a heartbeat's positions to the rooms, and yields a farewell for each room that this session is not in.</summary>
    private IEnumerable<ServerEnvelope> Seen(SessionAddress from, IEnumerable<RoomPosition> positions)
    {
        foreach (var position in positions.Take(parts.Options.RoomsPerSessionMax))
        {
            var seen = new CommandSeq(position.RepliesSeen);
            if (table.Places.Find(position.Room) is not { } place)
            {
                if (table.Places.AreNumbered)
                {
                    yield return SessionRoomTable.Farewell(position.Room, "", "This session is not in that room.");
                }
            }
            else if (seen.Value > place.RepliesSeen.Value && !place.IsOutdated(position.Epoch))
            {
                switch (parts.Rooms.RepliesSeen(from, place, seen))
                {
                    case RouteAnswer.Taken:
                        place.RepliesSeen = seen;
                        break;
                    case RouteAnswer.Busy or RouteAnswer.Moving:
                        break;
                    case RouteAnswer.Gone:
                        table.Exited(place.Id);
                        yield return SessionRoomTable.Farewell(position.Room, place.Id.Value, "The room has ended.");
                        break;
                }
            }
        }
    }

    private ServerEnvelope? Command(SessionAddress from, uint room, uint requestId, CommandContent command)
    {
        var place = table.Places.Find(room);
        if (place?.IsOutdated(command.RewoundEpoch) == true)
        {
            EndSpan(command.Trace, from, place, Outdated);
            return null;
        }

        var answer = place is null ? RouteAnswer.Gone
            : place.IsHolding ? RouteAnswer.Moving
            : parts.Rooms.Command(from, place, command);
        if (answer == RouteAnswer.Moving && place!.TryHold(HeldRequest.Command.Of(command, requestId)))
        {
            return null;
        }

        EndSpan(command.Trace, from, place, answer == RouteAnswer.Taken ? null : answer.ToString());
        return answer switch
        {
            RouteAnswer.Taken => null,
            RouteAnswer.Moving or RouteAnswer.Busy => Errors.ToRoom(room, command.Number, requestId, ErrorCode.Busy, RoomIsBusy),
            RouteAnswer.Gone => Errors.ToRoom(room, command.Number, requestId, ErrorCode.NotInRoom, NoMember),
        };
    }

    private static void EndSpan(Activity? span, SessionAddress from, RoomPlace? place, string? failure)
    {
        if (span is not null)
        {
            span.SetTag(SpanTags.SessionId, from.Session.Value);
            span.SetTag(SpanTags.RoomId, place?.Id.Value);
            span.SetTag(SpanTags.RoomType, place?.Type.Value);
            Tracing.End(span, failure);
        }
    }

    private RouteAnswer AttachAgain(SessionAddress from, RoomId room, uint requestId) => table.Places.Find(room) is { } place
        ? parts.Rooms.Attach(from, player, place, position: null, default, requestId)
        : RouteAnswer.Gone;

    private ServerEnvelope? JoinAnew(SessionAddress from, ClientEnvelope envelope)
    {
        var isThere = table.Places.Find(new RoomId(envelope.Join.RoomId)) is not null;
        if (!isThere && table.Places.Count + joins.AskedCount >= parts.Options.RoomsPerSessionMax)
        {
            return Errors.To(envelope, ErrorCode.RoomsLimit, $"A session may be in {parts.Options.RoomsPerSessionMax} rooms at once.");
        }

        if (!joins.TryAsk(envelope.Join.Nonce, from.Generation, envelope.RequestId))
        {
            return Errors.To(envelope, ErrorCode.BadRequest, "Another request with this request_id is waiting.");
        }

        parts.Rooms.Join(from, player, envelope.Join, envelope.RequestId);
        return null;
    }

    private static ServerEnvelope? Answer(ClientEnvelope envelope, RouteAnswer answer) => answer switch
    {
        RouteAnswer.Taken => null,
        RouteAnswer.Busy or RouteAnswer.Moving => Errors.To(envelope, ErrorCode.Busy, RoomIsBusy),
        RouteAnswer.Gone => NotInRoom(envelope),
    };

    private static ServerEnvelope NotInRoom(ClientEnvelope envelope) =>
        Errors.To(envelope, ErrorCode.NotInRoom, NoMember);
}
