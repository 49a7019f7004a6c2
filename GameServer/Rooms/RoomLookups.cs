using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>
/// Finds the rooms of a player: what runs here is known here, the store knows those that sleep or run elsewhere. One question for all who
/// ask the same about a player meanwhile. Used on the room host's turn.
/// </summary>
internal sealed class RoomLookups(RoomParts parts, RoomIndex index, StoreDesk desk)
{
    private readonly Dictionary<PlayerId, Lookup> _byPlayer = [];

    internal void Find(HostMessage.RoomsOf asked)
    {
        if (!parts.Types.AnyPlaced)
        {
            asked.Answer(index.RoomsOf(asked.Player));
            return;
        }

        // A client names these: what no room can be called is no question for a store.
        var alsoThese = asked.AlsoThese.Where(RoomRules.IsId).ToList();
        if (_byPlayer.TryGetValue(asked.Player, out var underWay) && alsoThese.TrueForAll(underWay.AlsoThese.Contains))
        {
            underWay.Answers.Add(asked.Answer);
            return;
        }

        var lookup = new Lookup(asked.Player, alsoThese, [asked.Answer]);
        _byPlayer[asked.Player] = lookup;
        desk.Ask((store, cancel) => store.RoomsOfAsync(asked.Player, alsoThese, cancel), stored => Found(lookup, stored));
    }

    private void Found(Lookup lookup, IReadOnlyList<StoredPlace> stored)
    {
        var rooms = index.RoomsOf(lookup.Player)
            .Concat(stored.Select(place => new RoomRef { RoomId = place.Room.Value, RoomType = place.Type.Value }))
            .DistinctBy(room => room.RoomId)
            .ToList();
        if (_byPlayer.GetValueOrDefault(lookup.Player) == lookup)
        {
            _byPlayer.Remove(lookup.Player);
        }

        foreach (var answer in lookup.Answers)
        {
            answer(rooms);
        }
    }

    private sealed record Lookup(PlayerId Player, List<RoomId> AlsoThese, List<Action<IReadOnlyList<RoomRef>>> Answers);
}
