using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What operators do, for the audit log. Ids 6000 to 6099.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(
        6000,
        LogLevel.Information,
        "Operator {Who}: {Operation}, {Outcome} (room {Room}, session {Session}, node {OfNode}, player {Player})")]
    internal static partial void OperatorActed(
        this ILogger log, string who, string operation, string outcome, string room, string session, string ofNode, string player);

    [LoggerMessage(6001, LogLevel.Error, "The operation {Operation} of the Admin API failed")]
    internal static partial void AdminFailed(this ILogger log, Exception cause, string operation);
}
