using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>
/// The joins of one turn with what their clients asked for, so that one which is refused may try another room. On the room's turn.
/// </summary>
internal sealed class PlacedJoins
{
    private static readonly PlacedJoins None = new();

    private Dictionary<(MemberAddress From, uint RequestId), HostMessage.Place>? _places;

    internal void Add(HostMessage.Place place) => (_places ??= [])[(place.Input.From, place.Input.RequestId)] = place;

    internal void Clear() => _places?.Clear();

    /// <summary>All of them, for output that leaves later; none are left here.</summary>
    internal PlacedJoins Take()
    {
        if (_places is not { Count: > 0 })
        {
            return None;
        }

        var taken = new PlacedJoins { _places = _places };
        _places = null;
        return taken;
    }

    internal HostMessage.Place? Find(RoomInput.Join join) => _places?.GetValueOrDefault((join.From, join.RequestId));

    /// <summary>The join to place elsewhere; null: the refusal counts.</summary>
    internal HostMessage.Place? Elsewhere(RoomEffect.JoinRefused refused)
    {
        var place = (refused.Error.Code is ErrorCode.RoomFull or ErrorCode.RoomClosed || refused.IsOverloaded)
            && _places is not null
            && _places.TryGetValue((refused.From, refused.RequestId), out var placed)
            && placed.Target.TargetCase is Join.TargetOneofCase.Match or Join.TargetOneofCase.Key
                ? placed
                : null;
        return place is { Attempt: < RoomHost.PlaceAttemptsMax } && !IsOnlyRoom(place, refused)
            ? place with { Attempt = place.Attempt + 1 }
            : null;
    }

    // A key names one room: while that room runs there is no other to try.
    private static bool IsOnlyRoom(HostMessage.Place place, RoomEffect.JoinRefused refused) =>
        place.Target.TargetCase == Join.TargetOneofCase.Key && refused.Error.Code != ErrorCode.RoomClosed;
}
