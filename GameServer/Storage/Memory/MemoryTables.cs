using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Storage.Memory;

/// <summary>What the stores of rooms and of nodes in memory share. Looked at and changed under its lock.</summary>
internal sealed class MemoryTables
{
    internal MemoryTables()
    {
        Announcements = new MemoryAnnouncements(Gate);
    }

    internal Lock Gate { get; } = new();

    internal Dictionary<RoomId, MemoryRoom> Rooms { get; } = [];

    internal MemoryAnnouncements Announcements { get; }

    internal Dictionary<NodeId, MemoryNode> Nodes { get; } = [];

    internal bool IsLive(Incarnation? owner) =>
        owner is { } incarnation && Nodes.Values.Any(node => node.Row.Incarnation == incarnation && !node.Row.IsRevoked);

    internal bool IsRevoked(Incarnation? owner) =>
        owner is { } incarnation && Nodes.Values.Any(node => node.Row.Incarnation == incarnation && node.Row.IsRevoked);
}
