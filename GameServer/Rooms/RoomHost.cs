using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>
/// The parent of all rooms of this node: makes them, finds them for joins, and knows what the listing shows. Runs on its own turn.
/// </summary>
internal sealed class RoomHost(RoomParts parts, TurnWatch watch, ILoggerFactory logs) : Actor
{
    /// <summary>How many rooms a join is offered to before its refusal counts.</summary>
    internal const int PlaceAttemptsMax = 4;

    private static readonly RoomTypeName LobbyType = new("lobby");

    private readonly RoomIndex _index = new();
    private readonly ILogger _log = logs.CreateLogger<RoomActor>();

    private readonly ActorOptions _roomOptions = new()
    {
        DataLaneMax = parts.Options.MailboxMax,
        TurnMessagesMax = parts.Options.TurnMessagesMax,
    };

    private uint _lastNumber;

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case HostMessage.Place place:
                Place(place);
                break;
            case HostMessage.Create create:
                create.Asker.TellAlways(Create(create));
                break;
            case HostMessage.TellKey tell:
                _index.ByKey(tell.Type, tell.Key)?.Actor.Tell(new RoomInput.Told(tell.Command));
                break;
            case HostMessage.Listed listed:
                List(listed);
                break;
            case HostMessage.Closed closed:
                Forget(closed.Room);
                break;
            case Terminated terminated:
                Forget(new RoomId(terminated.Actor.Path[(terminated.Actor.Path.LastIndexOf('/') + 1)..]));
                break;
            case HostMessage.Roster roster:
                _index.SetMember(roster.Room, roster.Player, roster.Member);
                break;
            case HostMessage.Query query:
                query.Answer(Answer(query.Filter));
                break;
            case HostMessage.RoomsOf roomsOf:
                roomsOf.Answer(_index.RoomsOf(roomsOf.Player));
                break;
        }
    }

    private void Place(HostMessage.Place place)
    {
        var found = place.Target.TargetCase switch
        {
            Join.TargetOneofCase.RoomId => ById(new RoomId(place.Target.RoomId)),
            Join.TargetOneofCase.Create => Make(place.Target.Create.RoomType, place.Target.Create.Properties, place.Target.Create.Key),
            Join.TargetOneofCase.Key => ByKey(place.Target.Key),
            Join.TargetOneofCase.Match => Match(place),
            Join.TargetOneofCase.None => new Found(null, Refusal(ErrorCode.BadRequest, "A join needs a target.")),
        };
        var refusal = found.Room is { } room ? Offer(room, place) : found.Refusal;
        if (refusal is not null)
        {
            parts.Audiences.Refuse(place.Input.From, place.Input.RequestId, refusal);
        }
    }

    private Error? Offer(RoomEntry room, HostMessage.Place place)
    {
        var answer = room.Actor.Tell(place);
        if (answer == TellAnswer.Taken)
        {
            _index.Offered(room.Id);
        }

        return answer switch
        {
            TellAnswer.Taken => null,
            TellAnswer.Full => Refusal(ErrorCode.Busy, "The room's queue is full."),
            TellAnswer.Stopped => Refusal(ErrorCode.RoomClosed, "The room has just ended."),
        };
    }

    private Found ById(RoomId id) => parts.Table.Find(id) is { } room
        ? new Found(room, null)
        : new Found(null, Refusal(ErrorCode.RoomNotFound, $"There is no room '{id}'."));

    private Found ByKey(RoomKey key)
    {
        if (key.Key.Length == 0)
        {
            return new Found(null, Refusal(ErrorCode.BadRequest, "The key is empty."));
        }

        return _index.ByKey(new RoomTypeName(key.RoomType), key.Key) is { } room
            ? new Found(room, null)
            : Make(key.RoomType, key.Properties, key.Key);
    }

    private Found Match(HostMessage.Place place)
    {
        var match = place.Target.Match;
        var room = place.Attempt < PlaceAttemptsMax ? _index.Fullest(new RoomTypeName(match.RoomType), match.Filters) : null;
        return room is null ? Make(match.RoomType, match.Properties, key: "") : new Found(room, null);
    }

    private RoomInput.WorkDone Create(HostMessage.Create create)
    {
        var found = Make(create.Type.Value, create.Properties, create.Key);
        found.Room?.Actor.Tell(RoomActor.Due.Instance);
        return found.Room is { } room
            ? new RoomInput.WorkDone(create.WorkId, room.Id, null)
            : new RoomInput.WorkDone(create.WorkId, null, new InvalidOperationException(found.Refusal!.Message));
    }

    private Found Make(string typeName, IEnumerable<KeyValuePair<string, string>> properties, string key)
    {
        var name = new RoomTypeName(typeName);
        if (parts.Types.Find(name) is not { } type)
        {
            return new Found(null, Refusal(ErrorCode.RoomTypeUnknown, $"This server has no room type '{typeName}'."));
        }

        if (key.Length > 0 && _index.ByKey(name, key) is not null)
        {
            return new Found(null, Refusal(ErrorCode.KeyTaken, $"A room of type '{typeName}' has the key '{key}'."));
        }

        if (RoomRules.Check(properties, key) is { } wrong)
        {
            return new Found(null, Refusal(ErrorCode.BadRequest, wrong));
        }

        return parts.Table.Count >= parts.Options.RoomsMax
            ? new Found(null, Refusal(ErrorCode.Busy, "This node runs as many rooms as it may."))
            : new Found(Open(type, new Dictionary<string, string>(properties), key), null);
    }

    private RoomEntry Open(RoomType type, Dictionary<string, string> properties, string key)
    {
        var id = new RoomId(parts.Ids.NewId());
        var number = new RoomNumber(++_lastNumber);
        var birth = new RoomBirth(id, number, type.Name, RoomParts.OnlyEpoch, key, properties, Context.NextRandom(), Context.Now);
        var blank = new RoomEntry(id, number, type, key, Context.Self);
        var running = new RunningTurn(blank);
        var host = Context.Self;
        var actor = Context.Spawn(id.Value, () => new RoomActor(blank, birth, host, parts, running, _log), _roomOptions);
        Context.Watch(actor);
        var entry = blank with { Actor = actor };
        parts.Table.Put(entry);
        _index.Add(entry, running, Blank(entry, properties));
        watch.Add(running);
        TellNewLobby(entry);
        return entry;
    }

    // What is listed until the room's first turn: joins that come meanwhile find it.
    private RoomListing Blank(RoomEntry room, Dictionary<string, string> properties) => new()
    {
        RoomId = room.Id.Value,
        RoomType = room.Type.Name.Value,
        Key = room.Key,
        Properties = { properties },
        MembersMax = (uint)room.Type.Settings.MaxMembers,
        Open = true,
        CreatedMs = (ulong)Context.Now.ToUnixTimeMilliseconds(),
    };

    private void Forget(RoomId id)
    {
        if (_index.Remove(id) is not { } gone)
        {
            return;
        }

        Context.Tell(gone.Room.Actor, new RoomActor.Stop());
        parts.Table.Remove(id);
        watch.Remove(gone.Running);
        TellLobbies(gone.Room, new LobbyCommand { Unlisted = { id.Value } });
    }

    private void List(HostMessage.Listed listed)
    {
        if (_index.SetListing(listed.Room, listed.Listing) is { } room)
        {
            TellLobbies(room, new LobbyCommand { Listed = { listed.Listing } });
        }
    }

    private void TellLobbies(RoomEntry about, LobbyCommand command)
    {
        if (!about.Type.Settings.Listed)
        {
            return;
        }

        foreach (var key in new[] { about.Type.Name.Value, "*" })
        {
            _index.ByKey(LobbyType, key)?.Actor.Tell(new RoomInput.Told(command));
        }
    }

    private void TellNewLobby(RoomEntry room)
    {
        if (room.Type.Name != LobbyType)
        {
            return;
        }

        var type = room.Key == "*" ? "" : room.Key;
        room.Actor.Tell(new RoomInput.Told(new LobbyCommand { Listed = { _index.Listings(type, [], int.MaxValue) } }));
    }

    private RoomList Answer(ListRooms filter)
    {
        var limit = filter.Limit == 0 ? parts.Options.ListingMax : (int)Math.Min(filter.Limit, (uint)parts.Options.ListingMax);
        return new RoomList { Rooms = { _index.Listings(filter.RoomType, filter.Filters, limit) } };
    }

    private static Error Refusal(ErrorCode code, string message) =>
        new() { Code = code, Message = message, Retry = code == ErrorCode.Busy ? Error.Types.Retry.Later : Error.Types.Retry.No };

    private readonly record struct Found(RoomEntry? Room, Error? Refusal);
}
