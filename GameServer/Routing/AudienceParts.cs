using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Routing;

/// <summary>What the ways from rooms to their members on this node work with.</summary>
/// <param name="Sessions">Where members are.</param>
/// <param name="Links">The ways to members on other nodes.</param>
/// <param name="Traffic">Counts.</param>
/// <param name="Time">The clock.</param>
/// <param name="BatchBytesMax">Bytes of frames in one WebSocket message; a larger frame goes alone.</param>
internal sealed record AudienceParts(SessionTable Sessions, NodeLinks Links, Traffic Traffic, TimeProvider Time, int BatchBytesMax);
