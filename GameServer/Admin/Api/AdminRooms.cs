namespace GameServer.Admin.Api;

/// <summary>A page of the rooms that run, by id.</summary>
internal sealed record AdminRooms(IReadOnlyList<AdminRoom> Rooms, string? Next, IReadOnlyList<AdminMissing> Missing);

/// <summary>A room that runs.</summary>
internal sealed record AdminRoom(
    string Id,
    string Type,
    string Key,
    string Node,
    int Members,
    int MembersMax,
    int SeatsReserved,
    bool IsOpen,
    bool IsOverloaded,
    bool IsListed,
    IReadOnlyDictionary<string, string> Properties,
    DateTimeOffset CreatedAt);

/// <summary>What the store knows of rooms, the newest change first.</summary>
internal sealed record AdminStoredRooms(IReadOnlyList<AdminStoredRoom> Rooms, bool IsAll);

/// <summary>What the store knows of a room.</summary>
internal sealed record AdminStoredRoom(
    string Id,
    string Type,
    int TypeVersion,
    string Key,
    AdminRoomPhase Phase,
    int Members,
    ulong Epoch,
    ulong Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? WakesAt);

/// <summary>Where a room stands.</summary>
internal enum AdminRoomPhase
{
    /// <summary>A node runs it.</summary>
    Running,

    /// <summary>A node has it, as far as the store knows.</summary>
    Placed,

    /// <summary>Nobody runs it until somebody wants it.</summary>
    Asleep,

    /// <summary>It has ended.</summary>
    Finished,
}
