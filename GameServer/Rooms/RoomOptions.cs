using System.ComponentModel.DataAnnotations;

namespace GameServer.Rooms;

/// <summary>Limits of rooms on this node; the configuration section "Rooms".</summary>
internal sealed record RoomOptions
{
    /// <summary>Rooms that may run on this node at once; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int RoomsMax { get; init; } = 10_000;

    /// <summary>Rooms that players may have made on this node in a second; 1 to 1,000,000. More joins are answered RATE_LIMITED.</summary>
    [Range(1, 1_000_000)]
    public int MadePerSecond { get; init; } = 1_000;

    /// <summary>Rooms that one player may have made on this node in a minute; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int MadePerPlayerPerMinute { get; init; } = 60;

    /// <summary>Messages that may wait for a room's turn; 64 to 1,048,576.</summary>
    [Range(64, 1_048_576)]
    public int MailboxMax { get; init; } = 8_192;

    /// <summary>Messages that a room handles in one turn; 1 to 65,536.</summary>
    [Range(1, 65_536)]
    public int TurnMessagesMax { get; init; } = 256;

    /// <summary>Rooms in one answer to a listing; 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int ListingMax { get; init; } = 100;

    /// <summary>A turn that runs for longer is named in the log, in milliseconds; 10 to 60,000.</summary>
    [Range(10, 60_000)]
    public int TurnBlockedMs { get; init; } = 1_000;

    /// <summary>Largest encoded command of a member, in bytes; 16 to 1,048,576. Larger ones are answered BAD_PAYLOAD.</summary>
    [Range(16, 1_048_576)]
    public int CommandBytesMax { get; init; } = 32_768;

    /// <summary>
    /// Output of one committed room that may wait for the store, in bytes; 65,536 to 268,435,456. Beyond it, or beyond 4,096 turns, the
    /// room takes no turns until the store answers, and its members' commands are answered BUSY once its mailbox is full.
    /// </summary>
    [Range(65_536, 268_435_456)]
    public int HeldBytesMax { get; init; } = 4_194_304;

    /// <summary>A room that has waited so long for the store tells its members so, in milliseconds; 10 to 600,000.</summary>
    [Range(10, 600_000)]
    public int SavingDelayedMs { get; init; } = 1_000;

    /// <summary>
    /// After the store has not answered for so long, joins to durable rooms are answered BUSY, in milliseconds; 10 to 600,000.
    /// </summary>
    [Range(10, 600_000)]
    public int JoinsRefusedAfterMs { get; init; } = 5_000;
}
