using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring;

/// <summary>Other rooms, from inside a room. Every call takes effect after the turn; results are handled on a later turn.</summary>
public interface IRooms
{
    /// <summary>Makes a room.</summary>
    /// <param name="roomType">The name it was registered under.</param>
    /// <param name="properties">Its first properties, within the limits of <see cref="RoomProperties"/>.</param>
    /// <param name="key">Unique within the type; empty: none.</param>
    /// <param name="then">Gets the new room's id.</param>
    /// <param name="failed">Gets the reason as a sentence: unknown type, key taken, limit; null: it is logged.</param>
    /// <exception cref="ArgumentException">The properties are out of their limits.</exception>
    void Create(
        string roomType,
        IReadOnlyDictionary<string, string> properties,
        string key,
        Action<RoomId> then,
        Action<string>? failed = null);

    /// <summary>Keeps a place in a room; its token lets whoever holds it join a room that is full or admits nobody else.</summary>
    /// <param name="room">The room.</param>
    /// <param name="player">The only player who may use it; null: anybody.</param>
    /// <param name="lifetime">After this the place is free again; 1 s to 1 h.</param>
    /// <param name="then">Gets the seat's token.</param>
    /// <param name="failed">Gets the reason as a sentence; null: it is logged.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is out of range.</exception>
    void Reserve(RoomId room, PlayerId? player, TimeSpan lifetime, Action<string> then, Action<string>? failed = null);

    /// <summary>Sends a command, as it is now, to a room's OnTold; best effort, in order per sending room.</summary>
    void Tell(RoomId room, IMessage command);
}
