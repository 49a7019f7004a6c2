using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Rooms;

/// <summary>All room types of this server by name; complete before the first room is made. Immutable.</summary>
internal sealed class RoomTypes(IReadOnlyCollection<RoomType> types, int logFormat = StoredRoom.LogFormatPresent)
{
    private readonly Dictionary<RoomTypeName, RoomType> _byName = types.ToDictionary(type => type.Name);

    /// <summary>The versions that this server can run of each type whose rooms are placed by the store.</summary>
    internal IReadOnlyDictionary<RoomTypeName, TypeVersions> Placed { get; } = types
        .Where(type => type.IsPlaced)
        .ToDictionary(type => type.Name, type => new TypeVersions(type.Settings.EldestVersion, type.Settings.Version, logFormat));

    internal IEnumerable<RoomTypeName> Names => _byName.Keys;

    /// <summary>The format of the histories of its rooms.</summary>
    internal int LogFormat => logFormat;

    internal bool AnyPlaced => Placed.Count > 0;

    internal bool IsPlaced(RoomTypeName name) => Placed.ContainsKey(name);

    internal bool IsDurable(RoomTypeName name) => Find(name) is { IsDurable: true };

    /// <summary>The parser of the command type with that full name; null: no room here takes it.</summary>
    internal MessageParser? CommandParser(string fullName) =>
        _byName.Values.FirstOrDefault(type => type.Schema.Command.FullName == fullName)?.Schema.CommandParser;

    internal RoomType? Find(RoomTypeName name) => _byName.GetValueOrDefault(name);
}
