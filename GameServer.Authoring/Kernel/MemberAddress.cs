using GameServer.Protocol.Identity;

namespace GameServer.Authoring.Kernel;

/// <summary>Where a member's frames go: one connection of one session on one gateway node, named by its incarnation.</summary>
internal readonly record struct MemberAddress(NodeId Node, SessionId Session, Generation Generation)
{
    /// <summary>The other is this connection, or an elder one of the same session on the same node.</summary>
    internal bool IsOrFollows(MemberAddress other) =>
        Node == other.Node && Session == other.Session && Generation.Value >= other.Generation.Value;
}
