using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>A room in which the session's player has a place.</summary>
internal sealed class RoomPlace(RoomId id, RoomTypeName type)
{
    private Queue<HeldRequest>? _held;
    private Generation _rewoundTo;
    private ulong _rewoundEpoch;

    internal RoomId Id => id;

    internal RoomTypeName Type => type;

    /// <summary>Null until the room has attached a connection of this session.</summary>
    internal RoomNumber? Number { get; set; }

    /// <summary>What the room was last told of replies seen.</summary>
    internal CommandSeq RepliesSeen { get; set; }

    /// <summary>The room is to attach the present connection from here and has not answered; null: it has.</summary>
    internal AttachmentAsked? Asked { get; set; }

    /// <summary>
    /// What the client asks waits: for the room to be found, or for its answer to an attachment, which may have gone to another node than
    /// the one that runs the room by now and must not be overtaken.
    /// </summary>
    internal bool IsHolding => Asked is not null || _held is { Count: > 0 };

    /// <summary>The room has attached a connection, and may have told it that it came back older.</summary>
    internal void Attached(Generation generation, ulong rewoundEpoch)
    {
        if (rewoundEpoch > 0)
        {
            // Numbers of replies begin anew, too.
            RepliesSeen = default;
        }

        _rewoundEpoch = generation == _rewoundTo ? Math.Max(_rewoundEpoch, rewoundEpoch) : rewoundEpoch;
        _rewoundTo = generation;
    }

    /// <summary>
    /// The client did not know yet, when it said something of this epoch, that the room came back older: numbers of commands and replies
    /// are others' by now. What is still wanted the client says again.
    /// </summary>
    internal bool IsOutdated(ulong epoch) => epoch < _rewoundEpoch;

    /// <summary>False: as many wait as a client may have commands without a result.</summary>
    internal bool TryHold(HeldRequest request)
    {
        if (_held?.Count >= SessionParts.UnacknowledgedMax)
        {
            return false;
        }

        (_held ??= new Queue<HeldRequest>()).Enqueue(request);
        return true;
    }

    /// <summary>What waits, in order; nothing waits any more.</summary>
    internal IReadOnlyCollection<HeldRequest> TakeHeld()
    {
        var held = _held;
        _held = null;
        return held is null ? [] : held;
    }
}

/// <summary>Where a client stands from which its room is to attach it. Null: it wants a snapshot.</summary>
internal readonly record struct AttachmentAsked(Position? Position);

/// <summary>The places of one session, by room id and by room number. Pure; used on the session's turn.</summary>
internal sealed class RoomPlaces
{
    // None before the first room: many sessions wait in no room at all.
    private Dictionary<RoomId, RoomPlace>? _byId;
    private Dictionary<RoomNumber, RoomPlace>? _byNumber;

    internal int Count => _byId?.Count ?? 0;

    internal IReadOnlyCollection<RoomPlace> All => _byId is null ? [] : _byId.Values;

    /// <summary>A number that is not here belongs to no room of this session: every place has been given its number.</summary>
    internal bool AreNumbered => Count == (_byNumber?.Count ?? 0);

    internal RoomPlace? Find(uint number) => _byNumber?.GetValueOrDefault(new RoomNumber(number));

    internal RoomPlace? Find(RoomId id) => _byId?.GetValueOrDefault(id);

    internal uint NumberOf(RoomId id) => _byId?.GetValueOrDefault(id)?.Number?.Value ?? 0;

    /// <summary>A place that was found elsewhere; its room has not attached a connection yet.</summary>
    internal void Find(RoomRef room)
    {
        var place = new RoomPlace(new RoomId(room.RoomId), new RoomTypeName(room.RoomType));
        (_byId ??= []).TryAdd(place.Id, place);
    }

    /// <summary>True when the session did not know of the place.</summary>
    internal bool Enter(RoomId id, RoomNumber number, RoomTypeName type)
    {
        _byId ??= [];
        _byNumber ??= [];
        var isNew = _byId.TryAdd(id, new RoomPlace(id, type));
        var place = _byId[id];
        place.Number = number;
        _byNumber[number] = place;
        return isNew;
    }

    internal void Exit(RoomId id)
    {
        if (_byId is not null && _byId.Remove(id, out var place) && place.Number is { } number)
        {
            _byNumber?.Remove(number);
        }
    }
}
