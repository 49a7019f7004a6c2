namespace GameServer.Client.Core;

/// <summary>The rooms that this client is in, by id and by the number that frames carry.</summary>
internal sealed class RoomTable
{
    private readonly Dictionary<string, RoomReplica> _byId = [];

    internal IReadOnlyCollection<RoomReplica> All => _byId.Values;

    internal RoomReplica? Find(string id) => _byId.TryGetValue(id, out var room) ? room : null;

    /// <summary>The room that is attached on this connection under the number.</summary>
    internal RoomReplica? Find(uint number)
    {
        foreach (var room in _byId.Values)
        {
            if (room.IsAttached && room.Number == number)
            {
                return room;
            }
        }

        return null;
    }

    internal void Add(RoomReplica room) => _byId.Add(room.Id, room);

    internal void Remove(RoomReplica room) => _byId.Remove(room.Id);
}
