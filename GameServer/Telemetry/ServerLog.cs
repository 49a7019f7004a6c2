using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What the server as a whole writes to the log. Ids 100 to 199.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(100, LogLevel.Information, "GameServer is ready at {Url}")]
    internal static partial void ServerReady(this ILogger log, string url);

    [LoggerMessage(101, LogLevel.Information, "GameServer has stopped; clients were told to resume")]
    internal static partial void ServerStopped(this ILogger log);

    [LoggerMessage(102, LogLevel.Error, "The server's figures could not be told; more failures of theirs are not logged")]
    internal static partial void FiguresFailed(this ILogger log, Exception cause);
}
