using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Rooms;

/// <summary>
/// Makes placed rooms in the store and takes over those that are there, while what wants them waits; what wants a room that another node
/// runs, or shall run, is handed on to it. Used on the room host's turn.
/// </summary>
internal sealed class RoomOpener(
    RoomParts parts, RoomOpenings openings, StoreDesk desk, RoomDelivery delivery, Func<RoomStart, RoomEntry> run, ActorContext context)
{
    /// <summary>Rooms in one question to the store.</summary>
    internal const int TakeOverRoomsMax = 200;

    /// <summary>A node that runs a room may be out of reach for a moment, or be found dead in the next.</summary>
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly NodeId _self = parts.Store.Self.Process;
    private readonly List<RoomId> _wanted = [];
    private readonly DateTimeOffset _servingSince = context.Now;

    /// <summary>A room that has failed, or could not be reached, may be asked for again.</summary>
    internal sealed record OpenNow(RoomId Room) : IControlMessage;

    /// <summary>The node stops: it opens no room any more.</summary>
    internal bool IsClosed { get; set; }

    internal int Count => openings.Count;

    internal RoomOpening? Find(RoomId id) => openings.Find(id);

    internal RoomOpening? FindKey(RoomTypeName type, string key) => openings.FindKey(type, key);

    /// <summary>A room is being made here for what wants it.</summary>
    internal void Begin(RoomBirth birth, object what) => Wait(openings.Begin(birth.Id, birth.Type, birth.Key), what);

    internal IEnumerable<object> GiveUp(RoomId id) => openings.End(id).Waiting;

    internal void Failed(RoomId id, string? barred) => openings.Failed(id, barred, context.Now);

    /// <summary>What wants a room waits until it is open here.</summary>
    internal void Wait(RoomId id, object what)
    {
        if (openings.Barred(id, context.Now) is { } reason)
        {
            delivery.TurnAway(what, id, RoomHost.Refusal(ErrorCode.RoomTypeUnknown, reason));
            return;
        }

        Wait(openings.Find(id) ?? TakeOver(id), what);
    }

    internal void Wait(RoomOpening opening, object what)
    {
        opening.IsHandedOn |= LinkedOrder.CameOverLink(what, _self);
        if (!openings.TryWait(opening, what))
        {
            delivery.TurnAway(what, opening.Id, RoomHost.Refusal(ErrorCode.Busy, "Too much waits for rooms to be opened."));
        }
    }

    /// <summary>Opens rooms that nobody waits for; the asker is told when the store has answered.</summary>
    internal void Wake(IReadOnlyList<RoomId> rooms, ActorRef asker)
    {
        var asleep = rooms.Where(id => parts.Table.Find(id) is null && openings.Find(id) is null).ToList();
        var refused = asleep.Where(id => openings.Barred(id, context.Now) is not null).ToList();
        var wanted = asleep.Except(refused).ToList();
        foreach (var id in wanted)
        {
            openings.Begin(id).IsHandedOn = true;
        }

        AskFor(wanted, unknown => context.Tell(asker, new RoomUpkeep.Woken([.. refused, .. unknown])));
    }

    /// <summary>Runs the room on this node.</summary>
    internal RoomEntry Open(RoomStart start)
    {
        var room = run(start);
        parts.Table.Put(room);
        return room;
    }

    internal void Receive(OpenNow now)
    {
        if (openings.Find(now.Room) is { Phase: OpeningPhase.Pausing } opening)
        {
            opening.Phase = OpeningPhase.Wanted;
            _wanted.Add(now.Room);
        }
    }

    /// <summary>Rooms that could not be reached are looked for at once.</summary>
    internal void LookAgain()
    {
        foreach (var opening in openings.All.Where(each => openings.Delay(each.Id, context.Now) <= TimeSpan.Zero))
        {
            Receive(new OpenNow(opening.Id));
        }
    }

    /// <summary>At the end of the host's turn: what was wanted in it is one question.</summary>
    internal void Ask()
    {
        if (!parts.Lease.Holds)
        {
            _wanted.ForEach(id => Pause(openings.Find(id)!, LooksAgainAfter));
            _wanted.Clear();
        }

        if (_wanted.Count == 0)
        {
            return;
        }

        var other = parts.Neighbours.ChooseHost();
        var here = _wanted.Where(id => parts.Neighbours.IsHost && !IsClosed && (other is null || openings.Find(id)!.IsHandedOn)).ToList();
        foreach (var chunk in here.Chunk(TakeOverRoomsMax))
        {
            AskFor(chunk, static _ => { });
        }

        foreach (var chunk in _wanted.Except(here).Chunk(TakeOverRoomsMax))
        {
            desk.Ask((store, cancel) => store.LocateAsync(chunk, cancel), found => Located(chunk, found, other));
        }

        _wanted.Clear();
    }

    private RoomOpening TakeOver(RoomId id)
    {
        var delay = openings.Delay(id, context.Now);
        var opening = openings.Begin(id);
        if (delay > TimeSpan.Zero)
        {
            Pause(opening, delay);
        }
        else
        {
            _wanted.Add(id);
        }

        return opening;
    }

    private void Pause(RoomOpening opening, TimeSpan delay)
    {
        opening.Phase = OpeningPhase.Pausing;
        context.StartTimer($"open {opening.Id}", delay, new OpenNow(opening.Id));
    }

    // For rooms that this node does not want to run: whoever runs them gets what waits, or the node that shall.
    private void Located(IReadOnlyList<RoomId> rooms, IReadOnlyList<RoomWhereabouts> found, NodeId? other)
    {
        for (var index = 0; index < rooms.Count; index++)
        {
            switch (found[index])
            {
                case RoomWhereabouts.RunsAt runs:
                    HandOn(rooms[index], runs.Owner.Process);
                    break;
                case RoomWhereabouts.Free:
                    HandOn(rooms[index], other);
                    break;
                case RoomWhereabouts.NotFound:
                    TurnAway(rooms[index], ErrorCode.RoomNotFound, $"There is no room '{rooms[index]}'.");
                    break;
            }
        }
    }

    private void HandOn(RoomId id, NodeId? host)
    {
        var opening = openings.Find(id)!;
        if (openings.Pass(opening, what => TakesOn(host, id, what)))
        {
            openings.End(id);
        }
        else
        {
            Pause(opening, LooksAgainAfter);
        }
    }

    private bool TakesOn(NodeId? host, RoomId id, object what)
    {
        if (!LinkedOrder.CameOverLink(what, _self))
        {
            return host is { } node && node != _self && parts.Neighbours.TryHandOn(node, id, what);
        }

        parts.Neighbours.NotHere(id, what);
        return true;
    }

    private void AskFor(IReadOnlyList<RoomId> rooms, Action<IReadOnlyList<RoomId>> opened)
    {
        if (rooms.Count == 0)
        {
            opened([]);
            return;
        }

        var owner = parts.Lease.Owner;
        openings.Coming(rooms);
        desk.Ask(
            (store, cancel) => store.TakeOverAsync(rooms, owner, parts.Types.Placed, cancel),
            answers =>
            {
                // What a former life of the node has taken over is nobody's.
                if (owner == parts.Lease.Owner)
                {
                    opened(TakenOver(rooms, answers));
                }
                else
                {
                    AskFor(rooms, opened);
                }
            });
    }

    /// <summary>Those that this server cannot run.</summary>
    private List<RoomId> TakenOver(IReadOnlyList<RoomId> rooms, IReadOnlyList<TakeOverAnswer> answers)
    {
        List<RoomId> unknown = [];
        for (var index = 0; index < rooms.Count; index++)
        {
            switch (answers[index])
            {
                case TakeOverAnswer.Taken taken:
                    Run(taken.Room);
                    break;
                case TakeOverAnswer.Elsewhere elsewhere:
                    HandOn(rooms[index], elsewhere.Owner.Process);
                    break;
                case TakeOverAnswer.NotFound:
                    TurnAway(rooms[index], ErrorCode.RoomNotFound, $"There is no room '{rooms[index]}'.");
                    break;
                case TakeOverAnswer.Unknown version:
                    unknown.Add(rooms[index]);
                    TurnAway(
                        rooms[index],
                        ErrorCode.RoomTypeUnknown,
                        $"This server cannot run version {version.TypeVersion} of the room type '{version.Type}' "
                        + $"with a history of format {version.LogFormat}.");
                    break;
            }
        }

        return unknown;
    }

    private void Run(StoredRoom stored)
    {
        try
        {
            var (type, origin) = (parts.Types.Find(stored.Type)!, RoomOrigin.Parser.ParseFrom(stored.Origin.Span));
            var birth = RoomBirth.Again(stored.Id, stored.Number, stored.Type, stored.Epoch, stored.Key, origin, context.Now) with
            {
                ServingSince = _servingSince,
            };
            Deliver(run(new RoomStart(new RoomEntry(stored.Id, stored.Number, type, stored.Key, context.Self), birth, stored)));
        }
        catch (Exception cause) when (cause is InvalidProtocolBufferException or RoomHistoryException)
        {
            parts.Store.Meter.RoomFailed();
            openings.Failed(stored.Id, "What is stored of the room cannot be read.", context.Now);
            TurnAway(stored.Id, ErrorCode.RoomNotFound, "What is stored of the room cannot be read.");
        }
    }

    /// <summary>The room runs here: it gets what waited.</summary>
    internal void Deliver(RoomEntry room)
    {
        var waiting = openings.End(room.Id).Waiting;
        foreach (var what in waiting)
        {
            delivery.Deliver(room, what);
        }

        // The activation begins though nothing may have arrived.
        room.Actor.Tell(RoomActor.Due.Instance);
        parts.Table.Put(room);
    }

    private void TurnAway(RoomId id, ErrorCode code, string why)
    {
        var error = RoomHost.Refusal(code, why);
        foreach (var what in openings.End(id).Waiting)
        {
            delivery.TurnAway(what, id, error);
        }
    }
}
