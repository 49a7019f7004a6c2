using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Routing;

/// <summary>What the ways from rooms to their members on this node work with.</summary>
internal sealed record AudienceParts(SessionTable Sessions, NodeLinks Links, Traffic Traffic, TimeProvider Time);
