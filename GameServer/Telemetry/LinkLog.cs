using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What is logged about links between nodes. Ids 5000 to 5099; no payloads, no secrets, no proofs.</summary>
internal static partial class LinkLog
{
    [LoggerMessage(5000, LogLevel.Information, "The link to {Process} is up")]
    internal static partial void LinkUp(this ILogger log, string process);

    [LoggerMessage(5001, LogLevel.Warning, "The link to {Process} is down: {Cause}")]
    internal static partial void LinkDown(this ILogger log, string process, string cause);

    [LoggerMessage(
        5002, LogLevel.Warning, "No link to {Process} at {Address}: {Cause}; it is tried again, and the same is not logged again")]
    internal static partial void DialFailed(this ILogger log, string process, string address, string cause);

    [LoggerMessage(
        5003, LogLevel.Warning, "A link from {Process} was refused with {Reason}; the same is not logged again before it has succeeded")]
    internal static partial void LinkRefused(this ILogger log, string process, string reason);

    [LoggerMessage(5004, LogLevel.Warning, "A connection for a link was dropped: {Count} others have not proved yet who they are")]
    internal static partial void TooManyGreetings(this ILogger log, int count);

    [LoggerMessage(5005, LogLevel.Information, "Links are accepted at {Address} {Protocol}")]
    internal static partial void Listening(this ILogger log, string address, string protocol);

    [LoggerMessage(
        5006,
        LogLevel.Warning,
        "A connection for a link from {Address} was refused: {Cause}; the same is not logged again before one from there has succeeded")]
    internal static partial void TlsRefused(this ILogger log, string address, string cause);

    [LoggerMessage(
        5007,
        LogLevel.Warning,
        "Links may still be without TLS: GameServer:Links:Tls:Mode is '{Mode}'; once all nodes have it, it must become Required")]
    internal static partial void TlsNotRequired(this ILogger log, string mode);
}
