using Microsoft.Extensions.Logging;

namespace GameServer.Telemetry;

/// <summary>What rooms write to the log. Ids 3000 to 3999; no payloads.</summary>
internal static partial class RoomLog
{
    [LoggerMessage(3001, LogLevel.Error, "Room {Room} of type {RoomType} failed in {Handler}; the turn was rolled back")]
    internal static partial void RoomFaulted(this ILogger log, Exception cause, string room, string roomType, string handler);

    [LoggerMessage(3002, LogLevel.Warning, "Room {Room} of type {RoomType} blocks its thread: {Handler} runs for {ElapsedMs} ms")]
    internal static partial void TurnBlocked(this ILogger log, string room, string roomType, string handler, long elapsedMs);

    [LoggerMessage(3003, LogLevel.Error, "Room {Room} told a room of type {RoomType}, which takes {Expected}, a {Told}; not passed on")]
    internal static partial void ToldWrongType(this ILogger log, string room, string roomType, string told, string expected);

    [LoggerMessage(3004, LogLevel.Error, "What is stored of room {Room} of type {RoomType} cannot be read; it is left as it is")]
    internal static partial void HistoryUnreadable(this ILogger log, Exception cause, string room, string roomType);

    [LoggerMessage(
        3005, LogLevel.Warning, "The store refused what room {Room} recorded ({Answer}); the room is opened again from what is stored")]
    internal static partial void RoomRefused(this ILogger log, string room, string answer);

    [LoggerMessage(
        3006,
        LogLevel.Warning,
        "Room {Room} of type {RoomType} is overloaded ({Load}): {Over} of {Ticks} ticks took more than {BudgetMs} ms; it refuses joins and "
        + "publishes fewer ticks")]
    internal static partial void RoomOverloaded(
        this ILogger log, string room, string roomType, string load, int over, int ticks, double budgetMs);

    [LoggerMessage(3007, LogLevel.Information, "Room {Room} of type {RoomType} keeps up with its ticks again")]
    internal static partial void RoomCalm(this ILogger log, string room, string roomType);
}
