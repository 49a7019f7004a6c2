namespace GameServer.Authoring;

/// <summary>How the host runs a room type. Read once per activation, before the first turn.</summary>
public sealed record RoomSettings
{
    /// <summary>Members at most, away ones included; 1 to 10,000.</summary>
    public int MaxMembers { get; init; } = 64;

    /// <summary>Ticks per second, 0 to 120. 0: tickless, the room runs only when something arrives or a timer is due.</summary>
    public int TickRate { get; init; }

    /// <summary>What of the room survives its process.</summary>
    public Durability Durability { get; init; } = Durability.Volatile;

    /// <summary>How long an away member keeps its place. <see cref="Timeout.InfiniteTimeSpan"/>: until the room closes.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the room stays open without a member or a reserved seat. <see cref="Timeout.InfiniteTimeSpan"/>: for good.</summary>
    public TimeSpan EmptyLifetime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Updates kept for members that come back; 1 to 100,000. Older ones are answered with a snapshot.</summary>
    public int ReplayUpdatesMax { get; init; } = 512;

    /// <summary>Largest encoded state in bytes. A turn that would exceed it is rolled back (STATE_LIMIT).</summary>
    public int StateBytesMax { get; init; } = 256 * 1024;

    /// <summary>Every how many published versions an update carries the state's hash; 0: never.</summary>
    public int HashEvery { get; init; } = 32;

    /// <summary>False: the room is left out of listings and found by id or key only.</summary>
    public bool Listed { get; init; } = true;
}
