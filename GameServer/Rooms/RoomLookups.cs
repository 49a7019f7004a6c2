using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>
/// Finds the rooms of a player: what runs here is known here, the store knows those that sleep or run elsewhere. One question for all who
/// ask about a player meanwhile. Used on the room host's turn.
/// </summary>
internal sealed class RoomLookups(RoomParts parts, RoomIndex index, StoreDesk desk)
{
    private readonly Dictionary<PlayerId, List<Action<IReadOnlyList<RoomRef>>>> _byPlayer = [];

    internal void Find(HostMessage.RoomsOf asked)
    {
        if (!parts.Types.AnyPlaced)
        {
            asked.Answer(index.RoomsOf(asked.Player));
        }
        else if (_byPlayer.TryGetValue(asked.Player, out var others))
        {
            others.Add(asked.Answer);
        }
        else
        {
            _byPlayer[asked.Player] = [asked.Answer];
            desk.Ask(
                (store, cancel) => store.RoomsOfAsync(asked.Player, asked.AlsoThese, cancel), stored => Found(asked.Player, stored));
        }
    }

    private void Found(PlayerId player, IReadOnlyList<StoredPlace> stored)
    {
        var rooms = index.RoomsOf(player)
            .Concat(stored.Select(place => new RoomRef { RoomId = place.Room.Value, RoomType = place.Type.Value }))
            .DistinctBy(room => room.RoomId)
            .ToList();
        _byPlayer.Remove(player, out var answers);
        foreach (var answer in answers!)
        {
            answer(rooms);
        }
    }
}
