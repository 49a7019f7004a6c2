using GameServer.Cluster;
using GameServer.Rooms;

namespace GameServer.Storage;

/// <summary>What an opened store offers. It is closed by closing the rooms' part.</summary>
/// <param name="Rooms">Where rooms are stored.</param>
/// <param name="Announcements">What is to be told of rooms.</param>
/// <param name="Nodes">Where the nodes of a cluster know of one another; null: the store belongs to one process.</param>
internal sealed record StorePorts(IRoomStore Rooms, IAnnouncementStore Announcements, INodeStore? Nodes);
