using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>A room to be made. Its origin is an encoded RoomOrigin.</summary>
internal sealed record NewRoom(
    RoomId Id,
    RoomNumber Number,
    RoomTypeName Type,
    int TypeVersion,
    string Key,
    bool KeepAlive,
    ReadOnlyMemory<byte> Origin,
    DateTimeOffset CreatedAt)
{
    /// <summary>
    /// Whether the room outlives its owner. One that does not has a row while it runs, so that it is found, and while it is handed over.
    /// </summary>
    internal bool IsStored { get; init; } = true;

    /// <summary>The format of its history.</summary>
    internal int LogFormat { get; init; } = StoredRoom.LogFormatPresent;

    /// <summary>Kept if and when the room is made.</summary>
    internal IReadOnlyList<Announcement> Announcements { get; init; } = [];
}

/// <summary>What comes of making a room. A closed set.</summary>
internal abstract record CreateAnswer
{
    private CreateAnswer()
    {
    }

    internal sealed record Created : CreateAnswer
    {
        internal static readonly Created Instance = new();
    }

    /// <summary>An unfinished room of the type has the key.</summary>
    internal sealed record KeyTaken(RoomId By) : CreateAnswer;
}

/// <summary>Which rooms of a type a node can run: those of these versions of the type, if their history is of no later format.</summary>
internal readonly record struct TypeVersions(int Eldest, int Present, int LogFormat)
{
    internal bool Know(int typeVersion, int logFormat) => typeVersion >= Eldest && typeVersion <= Present && logFormat <= LogFormat;
}

/// <summary>What comes of taking a room over. A closed set.</summary>
internal abstract record TakeOverAnswer
{
    private TakeOverAnswer()
    {
    }

    internal sealed record Taken(StoredRoom Room) : TakeOverAnswer;

    /// <summary>There is no such room, or it has finished.</summary>
    internal sealed record NotFound : TakeOverAnswer
    {
        internal static readonly NotFound Instance = new();
    }

    /// <summary>The room is of a type or of a version of it that the caller does not know, or its history is of such a format.</summary>
    internal sealed record Unknown(RoomTypeName Type, int TypeVersion, int LogFormat) : TakeOverAnswer;

    /// <summary>A live node runs the room.</summary>
    internal sealed record Elsewhere(Incarnation Owner) : TakeOverAnswer;
}

/// <summary>Where a room is. A closed set.</summary>
internal abstract record RoomWhereabouts
{
    private RoomWhereabouts()
    {
    }

    /// <summary>A live node runs it.</summary>
    internal sealed record RunsAt(Incarnation Owner) : RoomWhereabouts;

    /// <summary>It sleeps, or its owner is dead: whoever takes it over has it.</summary>
    internal sealed record Free : RoomWhereabouts
    {
        internal static readonly Free Instance = new();
    }

    /// <summary>There is no such room, it has finished, or it was lost with its owner.</summary>
    internal sealed record NotFound : RoomWhereabouts
    {
        internal static readonly NotFound Instance = new();
    }
}

/// <summary>A room as its new owner gets it.</summary>
/// <param name="Id">The room.</param>
/// <param name="Number">Its number in frames, kept for life.</param>
/// <param name="Type">Its type.</param>
/// <param name="TypeVersion">The version of the type that wrote it last.</param>
/// <param name="Key">The key it was made under; empty if none.</param>
/// <param name="Epoch">The new owner's.</param>
/// <param name="Version">Of the last record.</param>
/// <param name="Origin">An encoded RoomOrigin.</param>
/// <param name="History">The newest snapshot and the records after it, which lead to the version.</param>
internal sealed record StoredRoom(
    RoomId Id,
    RoomNumber Number,
    RoomTypeName Type,
    int TypeVersion,
    string Key,
    Epoch Epoch,
    RoomVersion Version,
    ReadOnlyMemory<byte> Origin,
    StoredHistory History)
{
    /// <summary>
    /// The format of the histories that this release writes: snapshots are encoded RoomSnapshots, records encoded RoomRecords, with the
    /// meaning of docs/decisions/0017-log-format.md. It is raised when a history may hold what an elder release would overlook.
    /// </summary>
    internal const int LogFormatPresent = 1;
}

/// <summary>A snapshot (an encoded RoomSnapshot; empty: the history begins with the room) and the records after it, eldest first.</summary>
internal sealed record StoredHistory(ReadOnlyMemory<byte> Snapshot, RoomVersion SnapshotVersion, IReadOnlyList<StoredRecord> Records);

/// <summary>One append as it lies in the log. Its turns are an encoded RoomRecord.</summary>
internal sealed record StoredRecord(
    Epoch Epoch, RoomVersion BaseVersion, RoomVersion Version, DateTimeOffset At, ReadOnlyMemory<byte> Turns);

/// <summary>What a room's turns have recorded since its last append.</summary>
/// <param name="Room">The room.</param>
/// <param name="Epoch">The writer's.</param>
/// <param name="BaseVersion">Where the append before led.</param>
/// <param name="Version">Where this one leads.</param>
/// <param name="Turns">An encoded RoomRecord.</param>
/// <param name="At">The time of the last turn.</param>
/// <param name="Roster">Players that became members or ceased to be, in order.</param>
/// <param name="Ended">The room ends with this append: its key is free, nobody runs it, nobody is a member.</param>
internal sealed record RoomAppend(
    RoomId Room,
    Epoch Epoch,
    RoomVersion BaseVersion,
    RoomVersion Version,
    ReadOnlyMemory<byte> Turns,
    DateTimeOffset At,
    IReadOnlyList<RosterChange> Roster,
    bool Ended)
{
    /// <summary>Of an append with which the room ends: kept if and when it does.</summary>
    internal IReadOnlyList<Announcement> Announcements { get; init; } = [];
}

/// <summary>A player became a member, or ceased to be one.</summary>
internal readonly record struct RosterChange(PlayerId Player, bool Member);

/// <summary>What came of one append or snapshot of a batch.</summary>
internal enum WriteAnswer
{
    /// <summary>It is committed, by this call or by an earlier one whose outcome was unknown.</summary>
    Made,

    /// <summary>The room is not at the writer's epoch (for an append: and base version) any more: the writer must stop.</summary>
    Fenced,

    /// <summary>The store can't take so large a record.</summary>
    TooLarge,
}

/// <summary>A snapshot to be saved: an encoded RoomSnapshot.</summary>
/// <param name="Room">The room.</param>
/// <param name="Epoch">The writer's.</param>
/// <param name="Version">What it is a snapshot of.</param>
/// <param name="TypeVersion">Of the room type; the row follows.</param>
/// <param name="Snapshot">The encoded RoomSnapshot.</param>
/// <param name="At">When it was made.</param>
/// <param name="Roster">Members that came and went since the last save, of rooms without a log.</param>
/// <param name="Ended">The room ends with it; see <see cref="RoomAppend.Ended"/>.</param>
/// <param name="IsOnlyOne">Elder snapshots are not kept: of rooms without a log.</param>
internal sealed record SnapshotSave(
    RoomId Room,
    Epoch Epoch,
    RoomVersion Version,
    int TypeVersion,
    ReadOnlyMemory<byte> Snapshot,
    DateTimeOffset At,
    IReadOnlyList<RosterChange> Roster,
    bool Ended,
    bool IsOnlyOne)
{
    /// <summary>Of a snapshot with which the room ends: kept if and when it does.</summary>
    internal IReadOnlyList<Announcement> Announcements { get; init; } = [];
}

/// <summary>A room in which a player has a place.</summary>
internal readonly record struct StoredPlace(RoomId Room, RoomTypeName Type);

/// <summary>A room's row, for people.</summary>
internal sealed record RoomRow(
    RoomId Id,
    RoomNumber Number,
    RoomTypeName Type,
    int TypeVersion,
    int LogFormat,
    string Key,
    RoomPhase Phase,
    Epoch Epoch,
    RoomVersion Version,
    int Members,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? WakeAt,
    ReadOnlyMemory<byte> Origin);

/// <summary>Where a stored room stands.</summary>
internal enum RoomPhase
{
    /// <summary>An incarnation of a node runs it, or ran it until it was lost.</summary>
    Placed,

    /// <summary>Nobody runs it until it is taken over.</summary>
    Asleep,

    /// <summary>It has ended; its history is kept for a while.</summary>
    Finished,
}

/// <summary>One thing kept of a room's history.</summary>
/// <param name="IsSnapshot">A snapshot, else a record.</param>
/// <param name="Epoch">Its writer's.</param>
/// <param name="Version">Where it leads.</param>
/// <param name="At">When its last turn ran.</param>
/// <param name="Bytes">Its size.</param>
internal readonly record struct HistoryEntry(bool IsSnapshot, Epoch Epoch, RoomVersion Version, DateTimeOffset At, int Bytes);
