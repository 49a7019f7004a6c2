using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;

namespace GameServer.Routing;

/// <summary>
/// From a room to its members' outboxes, past the session actors; to those on other nodes over their links. Used at the end of the room's
/// turns, by one thread at a time.
/// </summary>
internal sealed class RoomAudience(RoomEntry room, Epoch epoch, AudienceParts parts) : IRoomAudience
{
    /// <summary>Writing to more members takes longer than the slice of the thread that does it.</summary>
    private const int ManyWrites = 32;

    /// <summary>As many as the processor looks at side by side.</summary>
    private const int FetchedAhead = 16;

    private readonly Dictionary<MemberAddress, Outbox> _members = [];

    /// <summary>The outboxes of members that are not behind, close together; made once per change.</summary>
    private Outbox[]? _everyone;

    /// <summary>Outboxes that got frames of their own, or got theirs as a member's who is none any more.</summary>
    private readonly List<Outbox> _single = [];

    private readonly RemoteMembers _remote = new(room, epoch, parts.Links);

    private readonly Laggards<MemberAddress> _laggards =
        new(room.Type.Schema, parts, member => room.Actor.TellAlways(new RoomInput.CatchUp(member)));

    /// <summary>What is published and waits for the next flush.</summary>
    private SharedMessage _waiting = new();

    private RoomVersion _stand;
    private bool _isPublished;

    /// <inheritdoc />
    public void Attach(MemberAddress member, uint requestId, ulong rewoundEpoch)
    {
        if (IsRemote(member))
        {
            _remote.Attach(member, requestId, rewoundEpoch);
            return;
        }

        // Told before the frames that follow are in the outbox, so the session knows the room before the client can send to it.
        var session = parts.Sessions.Find(member.Session);
        session?.Session.Tell(new SessionMessage.RoomEntered(room.Id, room.Number, room.Type.Name, member.Generation, requestId)
        {
            RewoundEpoch = rewoundEpoch,
        });
        if (Connection(member) is { } connection)
        {
            _laggards.Remove(member);
            _members[member] = connection.Outbox;
            _everyone = null;
        }
        else
        {
            room.Actor.TellAlways(new RoomInput.ConnectionLost(member));
        }
    }

    /// <inheritdoc />
    public void Detach(MemberAddress member, bool gone)
    {
        if (IsRemote(member))
        {
            _remote.Detach(member, gone);
            return;
        }

        if (_members.Remove(member, out var outbox))
        {
            _laggards.Remove(member);
            _everyone = null;
            _single.Add(outbox);
        }

        if (gone)
        {
            parts.Sessions.Find(member.Session)?.Session.Tell(new SessionMessage.RoomExited(room.Id));
        }
    }

    /// <inheritdoc />
    public void Publish(OutgoingFrame update, bool atOnce)
    {
        if (update.Binary.Failure is not null)
        {
            PutForAll(update, shared: null);
        }
        else if (atOnce && _waiting.IsEmpty)
        {
            SendToAll(update);
        }
        else
        {
            PutForAll(update, Shared(update.Binary.Bytes.Span));
        }

        if (_remote.Count > 0)
        {
            _remote.Publish(update);
        }

        _laggards.Miss(update);
        parts.Traffic.CountDeliveries(_members.Count - _laggards.Count);
    }

    /// <inheritdoc />
    public void Send(MemberAddress member, OutgoingFrame frame)
    {
        if (IsRemote(member))
        {
            _remote.Send(member, frame);
            return;
        }

        if ((_members.GetValueOrDefault(member) ?? Connection(member)?.Outbox) is not { } outbox)
        {
            return;
        }

        _single.Add(outbox);
        if (!_laggards.Has(member))
        {
            outbox.Put(frame);
        }
        else if (_laggards.Send(member, frame))
        {
            _everyone = null;
        }
    }

    /// <inheritdoc />
    public void Stand(RoomVersion published) => _stand = published;

    /// <inheritdoc />
    public void GatewayGone(NodeId gateway) => _remote.GatewayGone(gateway);

    /// <inheritdoc />
    public void Flush()
    {
        _remote.Flush(_stand);
        if (_isPublished)
        {
            FlushPublished();
        }

        _laggards.Flush();

        foreach (var outbox in _single)
        {
            outbox.Flush();
        }

        _single.Clear();
    }

    /// <inheritdoc />
    public void Overtake(MemberAddress member)
    {
        if (IsRemote(member))
        {
            _remote.Overtake(member);
        }
        else
        {
            parts.Sessions.Find(member.Session)?.Session.Tell(new SessionMessage.Overtaken(member.Generation));
        }
    }

    /// <inheritdoc />
    public void Move(Position from)
    {
        foreach (var member in _members.Keys)
        {
            var stand = new Position(from.Epoch, _laggards.StandOf(member, from.Version));
            parts.Sessions.Find(member.Session)?.Session.Tell(new SessionMessage.RoomMoved(room.Id, member.Generation, stand));
        }

        _members.Clear();
        _laggards.Clear();
        _everyone = null;
        _remote.End(new OutputPiece { Moved = true }, from.Version);
    }

    /// <inheritdoc />
    public void Close()
    {
        var lost = new RoomLeft { Room = room.Number.Value, RoomId = room.Id.Value, Reason = RoomLeft.Types.Reason.RoomLost };
        foreach (var member in _members.Keys.ToArray())
        {
            Send(member, new OutgoingFrame(new ServerEnvelope { Left = lost }));
            Detach(member, gone: true);
        }

        Flush();
        _remote.End(new OutputPiece { Closed = true }, _stand);
    }

    private bool IsRemote(MemberAddress member) => member.Node != parts.Links.Self;

    // The message of all, with the update behind what is in it; null: the update is too large to join it.
    private SharedMessage? Shared(ReadOnlySpan<byte> element)
    {
        if (!_waiting.Takes(element.Length))
        {
            return null;
        }

        _waiting.Add(element);
        return _waiting;
    }

    private void PutForAll(OutgoingFrame update, SharedMessage? shared)
    {
        foreach (var outbox in Everyone())
        {
            var answer = shared is null ? outbox.Put(update, OutboxEntry.Update) : outbox.Put(update, shared);
            if (answer == OutboxAnswer.Behind)
            {
                FallBehind(outbox, update);
            }
        }

        _isPublished = true;
    }

    private void SendToAll(OutgoingFrame update)
    {
        _waiting.Add(update.Binary.Bytes.Span);
        var whole = _waiting.Whole;
        var everyone = Everyone();
        for (var index = 0; index < everyone.Length; index++)
        {
            if (index % FetchedAhead == 0)
            {
                Outbox.Prefetch(everyone.AsSpan(index, Math.Min(FetchedAhead, everyone.Length - index)));
            }

            if (everyone[index].Send(update, whole) == OutboxAnswer.Behind)
            {
                FallBehind(everyone[index], update);
            }
        }

        _waiting = _waiting.Next();
    }

    private void FlushPublished()
    {
        var whole = _waiting.Whole;
        var everyone = Everyone();
        for (var index = 0; index < everyone.Length; index++)
        {
            everyone[index].Flush(_waiting, whole);
            if (index == 0 && everyone.Length > ManyWrites)
            {
                // Whom the first of many messages wakes on this machine, a client or a proxy, reads beside the others instead of after
                // them. docs/decisions/0037-short-slices.md.
                Thread.Yield();
            }
        }

        _waiting = _waiting.Next();
        _isPublished = false;
    }

    private Outbox[] Everyone() => _everyone ??= _laggards.Count == 0
        ? [.. _members.Values]
        : [.. _members.Where(member => !_laggards.Has(member.Key)).Select(member => member.Value)];

    private void FallBehind(Outbox outbox, OutgoingFrame update)
    {
        if (_laggards.TryAdd(_members.First(member => member.Value == outbox).Key, outbox, update))
        {
            _everyone = null;
        }
    }

    private IClientConnection? Connection(MemberAddress member) =>
        parts.Sessions.Find(member.Session) is { } session && session.Generation == member.Generation ? session.Connection : null;
}
