using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What is logged about the cluster. Ids 3200 to 3299.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(3200, LogLevel.Information, "This node is in the cluster as {Incarnation}")]
    internal static partial void NodeJoined(this ILogger log, string incarnation);

    [LoggerMessage(3201, LogLevel.Error, "The name {Node} is that of {Live} at {LinkAddress}; this process can't join while it is there")]
    internal static partial void NodeNameTaken(this ILogger log, string node, string live, string linkAddress);

    [LoggerMessage(3202, LogLevel.Warning, "The store fails; the lease is not renewed, and it is asked again until it answers")]
    internal static partial void StoreFailsNodes(this ILogger log, Exception cause);

    [LoggerMessage(3203, LogLevel.Warning, "The lease of {Incarnation} has run out: its rooms stand still until the store answers")]
    internal static partial void LeaseRanOut(this ILogger log, string incarnation);

    [LoggerMessage(3204, LogLevel.Warning, "{Incarnation} was revoked; this node comes back as {Next} with the rooms that nobody took")]
    internal static partial void NodeRevoked(this ILogger log, string incarnation, string next);

    [LoggerMessage(3207, LogLevel.Debug, "Rehearsed a failover in {ElapsedMs} ms")]
    internal static partial void Rehearsed(this ILogger log, long elapsedMs);

    [LoggerMessage(3208, LogLevel.Warning, "The rehearsal of a failover got stuck and was given up after {ElapsedMs} ms; the node starts")]
    internal static partial void RehearsalStuck(this ILogger log, long elapsedMs);

    [LoggerMessage(3209, LogLevel.Warning, "The store failed in the rehearsal of a failover; the node starts, and joins when it can")]
    internal static partial void RehearsalWithoutStore(this ILogger log, Exception cause);

    [LoggerMessage(3210, LogLevel.Warning, "The rehearsal of a failover could not listen on loopback; the node starts")]
    internal static partial void RehearsalWithoutLoopback(this ILogger log, Exception cause);

    [LoggerMessage(3206, LogLevel.Information, "This node was asked to drain")]
    internal static partial void DrainAsked(this ILogger log);

    [LoggerMessage(3205, LogLevel.Warning, "Node {Node} is lost: {Incarnation} was revoked, its rooms may be taken over")]
    internal static partial void RevokedNode(this ILogger log, string node, string incarnation);
}
