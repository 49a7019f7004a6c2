using GameServer.Protocol.Identity;
using GameServer.Telemetry;

namespace GameServer.Sessions;

/// <summary>What every session of this node works with.</summary>
internal sealed record SessionParts(
    NodeId Node, SessionOptions Options, int MessageBytesMax, ISessionRooms Rooms, ResumeTokens Tokens, SessionTable Table)
{
    /// <summary>There are other gateways, to which clients may go and come back from.</summary>
    internal bool IsClustered { get; init; }

    /// <summary>Where spans are made.</summary>
    internal Tracing Tracing { get; init; } = Tracing.Off;

    /// <summary>Where handled commands go back to.</summary>
    internal ClientCommandPool Commands { get; } = new();

    /// <summary>Commands of one member without a result, per room; the room keeps that many replies (docs/PROTOCOL.md).</summary>
    internal const uint UnacknowledgedMax = 64;
}
