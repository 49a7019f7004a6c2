using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>Finds or makes the room for a join, and makes rooms for rooms. Used on the room host's turn.</summary>
internal sealed class RoomPlacer(
    RoomParts parts,
    RoomIndex index,
    RemoteListings elsewhere,
    RoomDelivery delivery,
    RoomOpener opener,
    RoomMaker maker,
    RoomNumbers numbers,
    RoomBirths births,
    ActorContext context)
{
    private readonly TimeSpan _silenceMax = TimeSpan.FromMilliseconds(parts.Options.JoinsRefusedAfterMs);
    private readonly Queue<HostMessage> _unnumbered = new();

    /// <summary>The node stops: no room is found or made any more.</summary>
    internal bool IsClosed { get; set; }

    private bool IsFull => parts.Table.Count + opener.Count >= parts.Options.RoomsMax;

    /// <summary>There are numbers again for the rooms that waited for one.</summary>
    internal void Numbered()
    {
        for (var count = _unnumbered.Count; count > 0; count--)
        {
            context.Tell(context.Self, _unnumbered.Dequeue());
        }
    }

    internal void Place(HostMessage.Place place)
    {
        if (IsClosed && (place.IsHandedOn || parts.Neighbours.ChooseHost() is not null))
        {
            Leave(place);
            return;
        }

        var refusal = IsClosed ? Stopping() : place.Target.TargetCase switch
        {
            Join.TargetOneofCase.RoomId => ById(new RoomId(place.Target.RoomId), place),
            Join.TargetOneofCase.Create => Make(
                new RoomTypeName(place.Target.Create.RoomType), place.Target.Create.Properties, place.Target.Create.Key, place),
            Join.TargetOneofCase.Key => ByKey(place.Target.Key, place),
            Join.TargetOneofCase.Match => Match(place.Target.Match, place),
            Join.TargetOneofCase.None => RoomHost.Refusal(ErrorCode.BadRequest, "A join needs a target."),
        };
        if (refusal is not null)
        {
            parts.Audiences.Refuse(place.Input.From, place.Input.RequestId, refusal);
        }
    }

    // This node stops, and others do not.
    private void Leave(HostMessage.Place place)
    {
        if (place.IsHandedOn)
        {
            parts.Neighbours.NotHere(default, place);
        }
        else if (parts.Neighbours.ChooseHost() is not { } host || !parts.Neighbours.TryHandOn(host, default, place))
        {
            parts.Audiences.Refuse(place.Input.From, place.Input.RequestId, Stopping());
        }
    }

    private Error? ById(RoomId id, HostMessage.Place place)
    {
        var room = parts.Table.Find(id);
        if (room is null && !(parts.Types.AnyPlaced && RoomRules.IsId(id)))
        {
            return RoomHost.Refusal(ErrorCode.RoomNotFound, $"There is no room '{id}'.");
        }

        if (room is null or { Type.IsDurable: true } && IsStoreAway)
        {
            return StoreAway();
        }

        if (room is not null)
        {
            return delivery.Offer(room, place);
        }

        if (IsFull)
        {
            return NodeFull();
        }

        opener.Wait(id, place);
        return null;
    }

    private Error? ByKey(RoomKey key, HostMessage.Place place)
    {
        if (key.Key.Length == 0)
        {
            return RoomHost.Refusal(ErrorCode.BadRequest, "The key is empty.");
        }

        var type = new RoomTypeName(key.RoomType);
        if (parts.Types.IsDurable(type) && IsStoreAway)
        {
            return StoreAway();
        }

        if (index.ByKey(type, key.Key) is { } room)
        {
            return delivery.Offer(room, place);
        }

        if (opener.FindKey(type, key.Key) is { } opening)
        {
            opener.Wait(opening, place);
            return null;
        }

        return Make(type, key.Properties, key.Key, place);
    }

    private Error? Match(RoomMatch match, HostMessage.Place place)
    {
        var type = new RoomTypeName(match.RoomType);
        if (parts.Types.IsDurable(type) && IsStoreAway)
        {
            return StoreAway();
        }

        var mayTry = place.Attempt < RoomHost.PlaceAttemptsMax;
        if (mayTry && index.Fullest(type, match.Filters) is { } room)
        {
            return delivery.Offer(room, place);
        }

        var other = mayTry && !place.IsHandedOn ? elsewhere.Fullest(type, match.Filters) : null;
        return other is { } node && parts.Neighbours.TryHandOn(node, default, place)
            ? null
            : Make(type, match.Properties, key: "", place);
    }

    internal void Create(HostMessage.Create create)
    {
        var refusal = IsClosed ? Stopping() : Make(create.Type, create.Properties, create.Key, create);
        if (refusal is not null)
        {
            delivery.TurnAway(create, default, refusal);
        }
    }

    /// <summary>Makes a room for a <see cref="HostMessage.Place"/> or a <see cref="HostMessage.Create"/>.</summary>
    private Error? Make(RoomTypeName name, IEnumerable<KeyValuePair<string, string>> properties, string key, HostMessage what)
    {
        if (parts.Types.Find(name) is not { } type)
        {
            return RoomHost.Refusal(ErrorCode.RoomTypeUnknown, $"This server has no room type '{name}'.");
        }

        if (index.ByKey(name, key) is not null || opener.FindKey(name, key) is not null)
        {
            return RoomHost.Refusal(ErrorCode.KeyTaken, $"A room of type '{name}' has the key '{key}'.");
        }

        if (RoomRules.Check(properties, key) is { } wrong)
        {
            return RoomHost.Refusal(ErrorCode.BadRequest, wrong);
        }

        if (type.IsPlaced && (IsStoreAway || !parts.Lease.Holds))
        {
            return StoreAway();
        }

        if (type.IsPlaced
            && what is HostMessage.Place { IsHandedOn: false } place
            && parts.Neighbours.ChooseHost() is { } host
            && parts.Neighbours.TryHandOn(host, default, place))
        {
            return null;
        }

        if (type.IsPlaced && !parts.Neighbours.IsHost)
        {
            return RoomHost.Refusal(ErrorCode.Busy, "No node that runs rooms can be reached at the moment.");
        }

        if (IsFull || _unnumbered.Count >= parts.Options.RoomsMax)
        {
            return NodeFull();
        }

        if (!numbers.HasAny)
        {
            _unnumbered.Enqueue(what);
            return null;
        }

        // What a room makes, its author answers for.
        if (what is HostMessage.Place { Input.Player.Id: var player } && births.Refusal(player, context.Now) is { } tooMany)
        {
            return tooMany;
        }

        var birth = new RoomBirth(
            new RoomId(parts.Ids.NewId()),
            numbers.Take(),
            name,
            RoomParts.FirstEpoch,
            key,
            new Dictionary<string, string>(properties),
            context.NextRandom(),
            context.Now);
        if (type.IsPlaced)
        {
            maker.Make(type, birth, what);
            return null;
        }

        parts.Announcer.Keep(parts.Announcer.Opened(birth));
        var room = opener.Open(new RoomStart(new RoomEntry(birth.Id, birth.Number, type, key, context.Self), birth, Stored: null));
        delivery.Deliver(room, what);
        return null;
    }

    private bool IsStoreAway => parts.Store.Health.Silence(context.Now) > _silenceMax;

    private static Error Stopping() => RoomHost.Refusal(ErrorCode.Busy, "The server is stopping.");

    private static Error NodeFull() => RoomHost.Refusal(ErrorCode.Busy, "This node runs as many rooms as it may.");

    private static Error StoreAway() => RoomHost.Refusal(ErrorCode.Busy, "Rooms can't be saved at the moment.");
}
