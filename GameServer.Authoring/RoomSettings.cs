namespace GameServer.Authoring;

/// <summary>How the host runs a room type. Read once per activation, before the first turn.</summary>
public sealed record RoomSettings
{
    private const double TickBudgetMin = 0.01;
    private static readonly TimeSpan _longest = TimeSpan.FromDays(3650);
    private static readonly TimeSpan _flushWindowMax = TimeSpan.FromMilliseconds(100);

    /// <summary>Members at most, away ones included; 1 to 10,000.</summary>
    public int MaxMembers { get; init; } = 64;

    /// <summary>Ticks per second, 0 to 120. 0: tickless, the room runs only when something arrives or a timer is due.</summary>
    public int TickRate { get; init; }

    /// <summary>
    /// The share of the time between two ticks that the room's turns may take, 0.01 to 1. A room that takes more in at least half of its
    /// ticks, for a second or longer, is overloaded: it refuses new members, publishes fewer of its ticks, and is told by
    /// <see cref="Room{TState, TCommand, TEvent}.OnOverload"/>. 1: it never is. Of no meaning for a tickless room.
    /// </summary>
    public double TickBudget { get; init; } = 0.5;

    /// <summary>What of the room survives its process.</summary>
    public Durability Durability { get; init; } = Durability.Volatile;

    /// <summary>
    /// How long an away member keeps its place, 0 to 3,650 days. <see cref="Timeout.InfiniteTimeSpan"/>: until the room closes.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the room stays open without a member, a joining player or a reserved seat, 0 to 3,650 days.
    /// <see cref="Timeout.InfiniteTimeSpan"/>: for good.
    /// </summary>
    public TimeSpan EmptyLifetime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Published updates kept for members that come back, at most; 1 to 100,000. Who missed more gets a snapshot.</summary>
    public int ReplayUpdatesMax { get; init; } = 512;

    /// <summary>
    /// Bytes of published updates, encoded, kept for members that come back; 64 Ki to 64 Mi. The eldest are dropped beyond it, also when
    /// they are fewer than <see cref="ReplayUpdatesMax"/>. What a member missed waits for it at once: keep this well below
    /// <c>Gateway:OutboxBytesMax</c>; the default is a quarter of that one's.
    /// </summary>
    public int ReplayBytesMax { get; init; } = 1024 * 1024;

    /// <summary>
    /// Largest encoded state in bytes, 1 to 64 Mi; of a durable room 1 to 16 Mi. What would exceed it is rolled back: a command gets
    /// STATE_LIMIT.
    /// </summary>
    public int StateBytesMax { get; init; } = 256 * 1024;

    /// <summary>Every how many published versions an update carries the state's hash, up to 1,000,000; 0: never.</summary>
    public int HashEvery { get; init; } = 32;

    /// <summary>
    /// How long what the room says may wait for more, so that several turns of a busy room share one write per member; 0 to 100 ms. A quiet
    /// room never waits: only while its turns come closer together than twice this time, and no longer than another turn is likely to come
    /// within it. 0: no room ever waits.
    /// </summary>
    public TimeSpan FlushWindow { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Version of the room's state and of what its code makes of it; from 1. A stored room that an elder version wrote is handed to
    /// <see cref="Room{TState, TCommand, TEvent}.OnUpcast"/> when it is activated; a node never activates one that a newer version wrote.
    /// </summary>
    public int Version { get; init; } = 1;

    /// <summary>Stored rooms that an elder version than this one wrote are left alone; 1 to <see cref="Version"/>.</summary>
    public int EldestVersion { get; init; } = 1;

    /// <summary>
    /// A durable room without a member who is here goes to sleep after so long, 0 to 3,650 days: it is stored and takes no memory until a
    /// member comes or a timer is due. <see cref="Timeout.InfiniteTimeSpan"/>: never.
    /// </summary>
    public TimeSpan SleepAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>True: the room, which must be durable, is activated whenever a node starts, and never sleeps.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>False: the room is left out of listings and found by id or key only.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>Which setting is out of range, as a sentence; null: none.</summary>
    internal string? Refusal() =>
        Range(nameof(MaxMembers), MaxMembers, 1, 10_000)
        ?? Range(nameof(TickRate), TickRate, 0, 120)
        ?? (TickBudget is >= TickBudgetMin and <= 1
            ? null
            : FormattableString.Invariant($"{nameof(TickBudget)} must be {TickBudgetMin} to 1; it is {TickBudget}."))
        ?? Range(nameof(ReplayUpdatesMax), ReplayUpdatesMax, 1, 100_000)
        ?? Range(nameof(ReplayBytesMax), ReplayBytesMax, 64 * 1024, 64 * 1024 * 1024)
        ?? Range(nameof(StateBytesMax), StateBytesMax, 1, 64 * 1024 * 1024)
        ?? Range(nameof(HashEvery), HashEvery, 0, 1_000_000)
        ?? (FlushWindow < TimeSpan.Zero || FlushWindow > _flushWindowMax
            ? $"{nameof(FlushWindow)} must be 0 to {_flushWindowMax.TotalMilliseconds} ms; it is {FlushWindow}."
            : null)
        ?? Range(nameof(Grace), Grace)
        ?? Range(nameof(EmptyLifetime), EmptyLifetime)
        ?? Durability.Refusal()
        ?? Range(nameof(Version), Version, 1, int.MaxValue)
        ?? Range(nameof(EldestVersion), EldestVersion, 1, Version)
        ?? Range(nameof(SleepAfter), SleepAfter)
        ?? (KeepAlive && Durability is Durability.VolatileDurability
            ? $"{nameof(KeepAlive)} needs a room that is stored; this one's {nameof(Durability)} is {nameof(Durability.Volatile)}."
            : null);

    private static string? Range(string name, int value, int min, int max) =>
        value < min || value > max ? $"{name} must be {min:N0} to {max:N0}; it is {value:N0}." : null;

    private static string? Range(string name, TimeSpan value) =>
        value != Timeout.InfiniteTimeSpan && (value < TimeSpan.Zero || value > _longest)
            ? $"{name} must be 0 to {_longest.TotalDays:N0} days, or Timeout.InfiniteTimeSpan; it is {value}."
            : null;
}
