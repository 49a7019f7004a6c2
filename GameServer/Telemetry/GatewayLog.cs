using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What the gateway logs. Ids 1000 to 1099; no payloads, no credentials.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1000, LogLevel.Debug, "Connection {Connection} from {RemoteAddress} opened on {Path}")]
    internal static partial void ConnectionOpened(this ILogger logger, long connection, string remoteAddress, string path);

    [LoggerMessage(1001, LogLevel.Debug, "Connection {Connection} ended")]
    internal static partial void ConnectionEnded(this ILogger logger, long connection);

    [LoggerMessage(1002, LogLevel.Debug, "Connection {Connection} from {RemoteAddress} is closed with {Code}: {Reason}")]
    internal static partial void ConnectionClosing(this ILogger logger, long connection, string remoteAddress, int code, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "Handshake from {RemoteAddress} refused with {Status}: {Sentence}")]
    internal static partial void HandshakeRefused(this ILogger logger, string remoteAddress, int status, string sentence);

    [LoggerMessage(1004, LogLevel.Error, "Authentication of connection {Connection} failed")]
    internal static partial void AuthenticationFailed(this ILogger logger, long connection, Exception failure);

    [LoggerMessage(1005, LogLevel.Error, "No session for connection {Connection}")]
    internal static partial void SessionFailed(this ILogger logger, long connection, Exception failure);

    [LoggerMessage(1006, LogLevel.Error, "Connection {Connection} failed inside the server")]
    internal static partial void ConnectionFailed(this ILogger logger, long connection, Exception failure);

    [LoggerMessage(1007, LogLevel.Debug, "Connection {Connection} did not finish its close in time and is cut")]
    internal static partial void ConnectionCut(this ILogger logger, long connection);

    [LoggerMessage(1008, LogLevel.Error, "A frame for connection {Connection} cannot be written in its form, {Form}")]
    internal static partial void FrameUnwritable(this ILogger logger, long connection, string form, Exception failure);
}
