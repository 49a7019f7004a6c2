using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>All room types of this server by name; complete before the first room is made. Immutable.</summary>
internal sealed class RoomTypes(IReadOnlyCollection<RoomType> types)
{
    private readonly Dictionary<RoomTypeName, RoomType> _byName = types.ToDictionary(type => type.Name);

    /// <summary>The versions that this server can run of each durable type.</summary>
    internal IReadOnlyDictionary<RoomTypeName, TypeVersions> Durable { get; } = types
        .Where(type => type.IsDurable)
        .ToDictionary(type => type.Name, type => new TypeVersions(type.Settings.EldestVersion, type.Settings.Version));

    internal bool AnyDurable => Durable.Count > 0;

    internal bool IsDurable(RoomTypeName name) => Durable.ContainsKey(name);

    internal RoomType? Find(RoomTypeName name) => _byName.GetValueOrDefault(name);
}
