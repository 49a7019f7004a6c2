using GameServer.Protocol.Identity;

namespace GameServer.Authoring.Kernel;

/// <summary>Where a member's frames go: one connection of one session on one gateway node.</summary>
internal readonly record struct MemberAddress(NodeId Node, SessionId Session, Generation Generation);
