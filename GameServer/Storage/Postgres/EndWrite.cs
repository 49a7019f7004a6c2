using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Storage.Postgres;

/// <summary>A write with which a room may end, and what is to be announced then.</summary>
internal readonly record struct EndWrite(RoomId Room, Epoch Epoch, RoomVersion Version, IReadOnlyList<Announcement> Announcements);
