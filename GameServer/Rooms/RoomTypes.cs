using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>All room types of this server by name; complete before the first room is made. Immutable.</summary>
internal sealed class RoomTypes(IEnumerable<RoomType> types)
{
    private readonly Dictionary<RoomTypeName, RoomType> _byName = types.ToDictionary(type => type.Name);

    internal RoomType? Find(RoomTypeName name) => _byName.GetValueOrDefault(name);
}
