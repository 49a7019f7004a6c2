using System.Collections.Concurrent;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>The rooms that run on this node. Written by the room host on its turn, read from any thread.</summary>
internal sealed class RoomTable
{
    private readonly ConcurrentDictionary<RoomId, RoomEntry> _entries = new();

    internal int Count => _entries.Count;

    /// <summary>How many of each type.</summary>
    internal IReadOnlyDictionary<RoomTypeName, int> Counts =>
        _entries.Values.CountBy(static room => room.Type.Name).ToDictionary();

    /// <summary>In an order that depends on nothing but the rooms: what comes of it can be repeated.</summary>
    internal IEnumerable<RoomEntry> All => _entries.Values.OrderBy(room => room.Number.Value);

    internal RoomEntry? Find(RoomId id) => _entries.GetValueOrDefault(id);

    internal void Put(RoomEntry entry) => _entries[entry.Id] = entry;

    internal void Remove(RoomId id) => _entries.TryRemove(id, out _);
}
