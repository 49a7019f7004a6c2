using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>The rooms of this node by key, type and member. Used on the room host's turn.</summary>
internal sealed class RoomIndex
{
    private readonly Dictionary<RoomId, Row> _rows = [];
    private readonly Dictionary<(RoomTypeName Type, string Key), RoomEntry> _byKey = [];
    private readonly Dictionary<RoomTypeName, HashSet<RoomId>> _byType = [];
    private readonly Dictionary<PlayerId, HashSet<RoomId>> _byMember = [];

    internal int Count => _rows.Count;

    internal void Add(RoomEntry room, RunningTurn running, RoomListing blank)
    {
        _rows[room.Id] = new Row(room, running, blank);
        (_byType.TryGetValue(room.Type.Name, out var ofType) ? ofType : _byType[room.Type.Name] = []).Add(room.Id);
        if (room.Key.Length > 0)
        {
            _byKey[(room.Type.Name, room.Key)] = room;
        }
    }

    /// <summary>The room that was removed, or null when it was not here.</summary>
    internal Row? Remove(RoomId id)
    {
        if (!_rows.Remove(id, out var row))
        {
            return null;
        }

        _byType[row.Room.Type.Name].Remove(id);
        _byKey.Remove((row.Room.Type.Name, row.Room.Key));
        foreach (var player in row.Members)
        {
            Drop(player, id);
        }

        return row;
    }

    internal RoomEntry? ByKey(RoomTypeName type, string key) => _byKey.GetValueOrDefault((type, key));

    internal IEnumerable<RoomEntry> OfType(RoomTypeName type) => RowsOf(type).Select(row => row.Room);

    /// <summary>What is listed of the room; null: it is not here.</summary>
    internal RoomListing? Listing(RoomId id) => _rows.GetValueOrDefault(id)?.Listing;

    /// <summary>The room, or null when it is not here any more.</summary>
    internal RoomEntry? SetListing(RoomId id, RoomListing listing)
    {
        if (!_rows.TryGetValue(id, out var row))
        {
            return null;
        }

        row.Listing = listing;
        row.Offers = 0;
        return row.Room;
    }

    /// <summary>A join is on its way to the room: until its listing says so, the place counts as taken.</summary>
    internal void Offered(RoomId id) => _rows[id].Offers++;

    internal void SetMember(RoomId id, PlayerId player, bool member)
    {
        if (!_rows.TryGetValue(id, out var row))
        {
            return;
        }

        if (member && row.Members.Add(player))
        {
            (_byMember.TryGetValue(player, out var rooms) ? rooms : _byMember[player] = []).Add(id);
        }
        else if (!member && row.Members.Remove(player))
        {
            Drop(player, id);
        }
    }

    internal IReadOnlyList<RoomRef> RoomsOf(PlayerId player) => _byMember.TryGetValue(player, out var rooms)
        ? rooms.Select(id => new RoomRef { RoomId = id.Value, RoomType = _rows[id].Room.Type.Name.Value }).ToList()
        : [];

    /// <summary>The open room with a place that matches and has the most members: players find company.</summary>
    internal RoomEntry? Fullest(RoomTypeName type, IReadOnlyList<PropertyFilter> filters) => RowsOf(type)
        .Where(row => row.Room.Type.Settings.Listed && row.Listing.Open && HasPlace(row.Listing, row.Offers))
        .Where(row => row.Listing.Satisfies(filters))
        .MaxBy(row => row.Listing.Members + row.Offers)?.Room;

    /// <summary>What may be listed of one type (empty: of all), fullest first.</summary>
    internal IEnumerable<RoomListing> Listings(string type, IReadOnlyList<PropertyFilter> filters, int limit) =>
        (type.Length == 0 ? _rows.Values : RowsOf(new RoomTypeName(type)))
        .Where(row => row.Room.Type.Settings.Listed && row.Listing.Satisfies(filters))
        .Select(row => row.Listing)
        .OrderByDescending(listing => listing.Members)
        .ThenBy(listing => listing.RoomId, StringComparer.Ordinal)
        .Take(limit);

    internal IReadOnlyList<RoomSurveyed> Survey() =>
        [.. _rows.Values.Select(static row => new RoomSurveyed(
            row.Listing, row.Room.Type.Settings.Listed, row.Members.Count, row.Running.Load))];

    private static bool HasPlace(RoomListing listing, uint offers) =>
        listing.Members + listing.SeatsReserved + offers < listing.MembersMax;

    private IEnumerable<Row> RowsOf(RoomTypeName type) =>
        _byType.TryGetValue(type, out var ids) ? ids.Select(id => _rows[id]) : [];

    private void Drop(PlayerId player, RoomId room)
    {
        if (_byMember.TryGetValue(player, out var rooms) && rooms.Remove(room) && rooms.Count == 0)
        {
            _byMember.Remove(player);
        }
    }

    /// <summary>One room as the index keeps it.</summary>
    internal sealed class Row(RoomEntry room, RunningTurn running, RoomListing blank)
    {
        internal RoomEntry Room => room;

        internal RunningTurn Running => running;

        internal RoomListing Listing { get; set; } = blank;

        /// <summary>Joins sent to the room since its last listing.</summary>
        internal uint Offers { get; set; }

        internal HashSet<PlayerId> Members { get; } = [];
    }
}
