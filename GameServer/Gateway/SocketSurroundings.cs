using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Gateway;

/// <summary>What every connection of an endpoint shares.</summary>
/// <param name="Options">Limits and times.</param>
/// <param name="Time">The steady clock of deadlines and rates.</param>
/// <param name="Meter">Counts.</param>
/// <param name="Logger">Logs.</param>
internal sealed record SocketSurroundings(GatewayOptions Options, TimeProvider Time, GatewayMeter Meter, ILogger Logger);
