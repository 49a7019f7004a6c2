using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What webhooks write to the log. Ids 6100 to 6199; no payloads, no addresses, no secrets.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(
        6101,
        LogLevel.Warning,
        "Webhook endpoint {Endpoint} {Why}; what waits for it is kept, and it is tried again until it answers")]
    internal static partial void EndpointFails(this ILogger log, string endpoint, string why);

    [LoggerMessage(6102, LogLevel.Information, "Webhook endpoint {Endpoint} takes what it is told again")]
    internal static partial void EndpointBack(this ILogger log, string endpoint);

    [LoggerMessage(6103, LogLevel.Error, "Webhook {Id} of {At} for endpoint {Endpoint} was not taken in time and is given up")]
    internal static partial void AnnouncementGivenUp(this ILogger log, string id, string endpoint, DateTimeOffset at);

    [LoggerMessage(6104, LogLevel.Error, "{Count} webhooks were dropped: too many wait")]
    internal static partial void AnnouncementsDropped(this ILogger log, long count);

    [LoggerMessage(
        6106, LogLevel.Warning, "The store did not take what is to be told of the last rooms within {Seconds} s; the server stops without")]
    internal static partial void AnnouncementsUnkept(this ILogger log, long seconds);

    [LoggerMessage(6105, LogLevel.Warning, "The final state of room {Room} has no form in JSON; its webhook goes without")]
    internal static partial void StateWithoutJson(this ILogger log, Exception cause, string room);
}
