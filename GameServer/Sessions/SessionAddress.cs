using GameServer.Protocol.Identity;

namespace GameServer.Sessions;

/// <summary>One connection of one session: where a room's answers go, and what fences the connections before it.</summary>
internal readonly record struct SessionAddress(SessionId Session, Generation Generation);
