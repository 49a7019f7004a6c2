using System.Buffers;
using GameServer.Actors;
using GameServer.Sessions;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Gateway;

/// <summary>What every connection of an endpoint shares.</summary>
/// <param name="options">Limits and times.</param>
/// <param name="time">The steady clock of deadlines and rates.</param>
/// <param name="meter">Counts.</param>
/// <param name="logger">Logs.</param>
/// <param name="scheduler">Who runs the actors that a message wakes.</param>
/// <param name="buffers">Where outboxes get their buffers.</param>
internal sealed class SocketSurroundings(
    GatewayOptions options, TimeProvider time, GatewayMeter meter, ILogger logger, IMailboxScheduler scheduler, ArrayPool<byte> buffers)
{
    internal GatewayOptions Options => options;

    internal OutboxLimits OutboxLimits { get; } = options.Outbox;

    internal RateLimits Rates { get; } = options.Rates;

    internal ClientAddresses Addresses { get; } = ClientAddresses.Of(options);

    internal TimeProvider Time => time;

    internal GatewayMeter Meter => meter;

    internal ILogger Logger => logger;

    internal IMailboxScheduler Scheduler => scheduler;

    internal ArrayPool<byte> Buffers => buffers;

    /// <summary>The same with other limits.</summary>
    internal SocketSurroundings With(GatewayOptions others) => new(others, time, meter, logger, scheduler, buffers);
}
