using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What the server as a whole writes to the log. Ids 100 to 199.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(120, LogLevel.Information, "GameServer is ready at {Url}")]
    internal static partial void ServerReady(this ILogger log, string url);

    [LoggerMessage(121, LogLevel.Information, "GameServer has stopped; clients were told to resume")]
    internal static partial void ServerStopped(this ILogger log);

    [LoggerMessage(122, LogLevel.Error, "The server's figures could not be told; more failures of theirs are not logged")]
    internal static partial void FiguresFailed(this ILogger log, Exception cause);

    [LoggerMessage(124, LogLevel.Warning, "The store did not answer that the node leaves: the others will find it gone")]
    internal static partial void LeaveUnanswered(this ILogger log);

    [LoggerMessage(123, LogLevel.Warning, "The server stops though some rooms' output still waited for the store after {ElapsedS} s")]
    internal static partial void RoomsUnsettled(this ILogger log, long elapsedS);
}
