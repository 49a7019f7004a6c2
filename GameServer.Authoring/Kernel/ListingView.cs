using System.Collections.Immutable;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>What the listing shows of the room, made anew only when it would differ.</summary>
internal sealed class ListingView
{
    private readonly TurnScope _scope;
    private RoomLedger? _seen;
    private (int Members, int Seats, bool Open, ImmutableDictionary<string, string> Properties) _shown;

    internal ListingView(TurnScope scope)
    {
        _scope = scope;
        _shown = Present();
        Listing = Make();
    }

    internal RoomListing Listing { get; private set; }

    /// <summary>True when the listing shows something else now.</summary>
    internal bool Refresh()
    {
        if (ReferenceEquals(_seen, _scope.Ledger) && ReferenceEquals(_shown.Properties, _scope.Properties.Values))
        {
            return false;
        }

        _seen = _scope.Ledger;
        var present = Present();
        if (present == _shown)
        {
            return false;
        }

        _shown = present;
        Listing = Make();
        return true;
    }

    private (int Members, int Seats, bool Open, ImmutableDictionary<string, string> Properties) Present()
    {
        var ledger = _scope.Ledger;
        var open = ledger.End is null && ledger.Load == RoomLoad.Calm && ledger.PlacesTaken < _scope.Settings.MaxMembers;
        return (ledger.Roster.Count, ledger.Seats.Count, open, _scope.Properties.Values);
    }

    private RoomListing Make() => new()
    {
        RoomId = _scope.Birth.Id.Value,
        RoomType = _scope.Birth.Type.Value,
        Key = _scope.Birth.Key,
        Properties = { _shown.Properties },
        Members = (uint)_shown.Members,
        MembersMax = (uint)_scope.Settings.MaxMembers,
        SeatsReserved = (uint)_shown.Seats,
        Open = _shown.Open,
        CreatedMs = (ulong)_scope.Birth.Now.ToUnixTimeMilliseconds(),
    };
}
