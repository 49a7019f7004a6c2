using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What is logged about the store's health. Ids 3100 to 3199.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(3100, LogLevel.Warning, "The store fails; durable rooms hold their output, and it is asked again until it answers")]
    internal static partial void StoreFails(this ILogger log, Exception cause);

    [LoggerMessage(3101, LogLevel.Information, "The store answers again, {ElapsedMs} ms after its first failure")]
    internal static partial void StoreBack(this ILogger log, long elapsedMs);
}
