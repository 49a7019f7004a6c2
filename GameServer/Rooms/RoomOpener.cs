using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Rooms;

/// <summary>
/// Makes durable rooms in the store and takes over those that are there, while what wants them waits. Used on the room host's turn.
/// </summary>
internal sealed class RoomOpener(
    RoomParts parts, StoreDesk desk, RoomDelivery delivery, Func<RoomStart, RoomEntry> run, ActorContext context)
{
    /// <summary>Rooms in one question to the store.</summary>
    internal const int TakeOverRoomsMax = 200;

    private readonly RoomOpenings _openings = new(waitingMax: 65_536);
    private readonly List<RoomId> _wanted = [];
    private readonly DateTimeOffset _servingSince = context.Now;

    /// <summary>A room that has failed may be opened again.</summary>
    internal sealed record OpenNow(RoomId Room) : IControlMessage;

    /// <summary>Rooms that are on their way.</summary>
    internal int Count => _openings.Count;

    internal RoomOpening? Find(RoomId id) => _openings.Find(id);

    internal RoomOpening? FindKey(RoomTypeName type, string key) => _openings.FindKey(type, key);

    internal void Failed(RoomId id, string? barred) => _openings.Failed(id, barred, context.Now);

    /// <summary>Makes a room for what wants it.</summary>
    internal void Make(RoomType type, RoomBirth birth, object what)
    {
        var opening = _openings.Begin(birth.Id, type.Name, birth.Key);
        Wait(opening, what);
        var settings = type.Settings;
        var origin = birth.ToOrigin().ToByteArray();
        var room = new NewRoom(birth.Id, birth.Number, type.Name, settings.Version, birth.Key, settings.KeepAlive, origin, birth.Now);
        desk.Ask(
            (store, cancel) => store.CreateAsync(room, parts.Store.Self, cancel),
            answer => Made(type, birth, answer));
    }

    /// <summary>What wants a room waits until it is open here.</summary>
    internal void Wait(RoomId id, object what)
    {
        if (_openings.Barred(id, context.Now) is { } reason)
        {
            delivery.TurnAway(what, id, RoomHost.Refusal(ErrorCode.RoomTypeUnknown, reason));
            return;
        }

        Wait(_openings.Find(id) ?? TakeOver(id), what);
    }

    internal void Wait(RoomOpening opening, object what)
    {
        if (!_openings.TryWait(opening, what))
        {
            delivery.TurnAway(what, opening.Id, RoomHost.Refusal(ErrorCode.Busy, "Too much waits for rooms to be opened."));
        }
    }

    /// <summary>Opens rooms that nobody waits for; the asker is told when the store has answered.</summary>
    internal void Wake(IReadOnlyList<RoomId> rooms, ActorRef asker)
    {
        var asleep = rooms.Where(id => parts.Table.Find(id) is null && _openings.Find(id) is null).ToList();
        var refused = asleep.Where(id => _openings.Barred(id, context.Now) is not null).ToList();
        var wanted = asleep.Except(refused).ToList();
        foreach (var id in wanted)
        {
            _openings.Begin(id);
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

    internal void Receive(OpenNow now) => _wanted.Add(now.Room);

    /// <summary>At the end of the host's turn: what was wanted in it is one question.</summary>
    internal void Ask()
    {
        foreach (var chunk in _wanted.Chunk(TakeOverRoomsMax))
        {
            AskFor(chunk, static _ => { });
        }

        _wanted.Clear();
    }

    private RoomOpening TakeOver(RoomId id)
    {
        var delay = _openings.Delay(id, context.Now);
        if (delay > TimeSpan.Zero)
        {
            context.StartTimer($"open {id}", delay, new OpenNow(id));
        }
        else
        {
            _wanted.Add(id);
        }

        return _openings.Begin(id);
    }

    private void AskFor(IReadOnlyList<RoomId> rooms, Action<IReadOnlyList<RoomId>> opened)
    {
        if (rooms.Count == 0)
        {
            opened([]);
            return;
        }

        desk.Ask(
            (store, cancel) => store.TakeOverAsync(rooms, parts.Store.Self, parts.Types.Durable, cancel),
            answers => opened(TakenOver(rooms, answers)));
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
                case TakeOverAnswer.NotFound:
                    TurnAway(rooms[index], RoomHost.Refusal(ErrorCode.RoomNotFound, $"There is no room '{rooms[index]}'."));
                    break;
                case TakeOverAnswer.Unknown version:
                    unknown.Add(rooms[index]);
                    TurnAway(rooms[index], RoomHost.Refusal(
                        ErrorCode.RoomTypeUnknown,
                        $"This server cannot run version {version.TypeVersion} of the room type '{version.Type}'."));
                    break;
                case TakeOverAnswer.Elsewhere:
                    TurnAway(rooms[index], RoomHost.Refusal(ErrorCode.Busy, $"Another node runs room '{rooms[index]}'."));
                    break;
            }
        }

        return unknown;
    }

    private void Made(RoomType type, RoomBirth birth, CreateAnswer answer)
    {
        switch (answer)
        {
            case CreateAnswer.Created:
                Deliver(run(new RoomStart(new RoomEntry(birth.Id, birth.Number, type, birth.Key, context.Self), birth, Stored: null)));
                break;
            case CreateAnswer.KeyTaken taken:
                foreach (var what in _openings.End(birth.Id).Waiting)
                {
                    GoTo(taken.By, birth, what);
                }

                break;
        }
    }

    // Who joins by key goes to the room that has it; who wanted a new one is refused.
    private void GoTo(RoomId by, RoomBirth wished, object what)
    {
        var mayGo = by == wished.Id || what is HostMessage.Place { Target.TargetCase: Join.TargetOneofCase.Key };
        if (!mayGo)
        {
            var message = $"A room of type '{wished.Type}' has the key '{wished.Key}'.";
            delivery.TurnAway(what, wished.Id, RoomHost.Refusal(ErrorCode.KeyTaken, message));
        }
        else if (parts.Table.Find(by) is { } room)
        {
            delivery.Deliver(room, what);
        }
        else
        {
            Wait(by, what);
        }
    }

    private void Run(StoredRoom stored)
    {
        try
        {
            var type = parts.Types.Find(stored.Type)!;
            var origin = RoomOrigin.Parser.ParseFrom(stored.Origin.Span);
            var birth = RoomBirth.Again(stored.Id, stored.Number, stored.Type, stored.Epoch, stored.Key, origin, context.Now) with
            {
                ServingSince = _servingSince,
            };
            Deliver(run(new RoomStart(new RoomEntry(stored.Id, stored.Number, type, stored.Key, context.Self), birth, stored)));
        }
        catch (Exception cause) when (cause is InvalidProtocolBufferException or RoomHistoryException)
        {
            _openings.Failed(stored.Id, "What is stored of the room cannot be read.", context.Now);
            TurnAway(stored.Id, RoomHost.Refusal(ErrorCode.RoomNotFound, "What is stored of the room cannot be read."));
        }
    }

    private void Deliver(RoomEntry room)
    {
        var waiting = _openings.End(room.Id).Waiting;
        foreach (var what in waiting)
        {
            delivery.Deliver(room, what);
        }

        // The activation begins though nothing may have arrived.
        room.Actor.Tell(RoomActor.Due.Instance);
        parts.Table.Put(room);
    }

    private void TurnAway(RoomId id, Error error)
    {
        foreach (var what in _openings.End(id).Waiting)
        {
            delivery.TurnAway(what, id, error);
        }
    }
}
