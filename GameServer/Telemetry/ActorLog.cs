namespace GameServer.Telemetry;

/// <summary>What the actor kernel logs. Event ids 100 to 119. Messages are named by type; their contents never appear.</summary>
internal static partial class ActorLog
{
    [LoggerMessage(100, LogLevel.Error, "{Actor} failed on {MessageType} and goes on with the next message.")]
    internal static partial void Resumed(ILogger logger, string actor, string messageType, Exception cause);

    [LoggerMessage(101, LogLevel.Error, "{Actor} failed on {MessageType} and is being restarted, number {Restarts} within its window.")]
    internal static partial void Restarted(ILogger logger, string actor, string messageType, int restarts, Exception cause);

    [LoggerMessage(102, LogLevel.Error, "{Actor} failed on {MessageType} and is being stopped.")]
    internal static partial void StoppedByFault(ILogger logger, string actor, string messageType, Exception cause);

    [LoggerMessage(103, LogLevel.Error, "{Actor} failed while it released what it held; it is stopped or restarted all the same.")]
    internal static partial void FailedInOnStop(ILogger logger, string actor, Exception cause);

    [LoggerMessage(104, LogLevel.Warning, "A {MessageType} for {Actor} was not delivered: {Reason}. It is number {Count} of its kind.")]
    internal static partial void DeadLetter(ILogger logger, string actor, string messageType, string reason, long count);

    [LoggerMessage(105, LogLevel.Warning, "The actors did not stop within {TimeoutMs} ms; {Left} topmost ones are left, as {First}.")]
    internal static partial void StopTimedOut(ILogger logger, double timeoutMs, int left, string first);
}
