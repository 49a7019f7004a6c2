namespace GameServer.Authoring;

/// <summary>What of a room survives the loss of its process.</summary>
public abstract record Durability
{
    private static readonly TimeSpan _intervalMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _intervalMax = TimeSpan.FromHours(1);

    private Durability()
    {
    }

    /// <summary>Nothing is stored; the room dies with its node and its members are told so.</summary>
    public static Durability Volatile { get; } = new VolatileDurability();

    /// <summary>
    /// Every turn's record is stored before its answers and updates leave: what a client saw is never lost, and every command that was
    /// acknowledged is applied exactly once, through any crash. The room does not wait for the store; only its output does.
    /// </summary>
    public static Durability Committed { get; } = new CommittedDurability();

    /// <summary>
    /// The whole room is written behind, whenever so much time has passed and something has changed. A crash loses at most the interval:
    /// members are then told that the room has gone back.
    /// </summary>
    /// <param name="interval">100 ms to 1 h.</param>
    public static Durability Periodic(TimeSpan interval) => new PeriodicDurability(interval);

    /// <summary>Why a room can't run so, as a sentence; null: it can.</summary>
    internal string? Refusal() =>
        this is PeriodicDurability { Interval: var interval } && (interval < _intervalMin || interval > _intervalMax)
            ? $"The interval of Durability.Periodic must be 100 ms to 1 h; it is {interval}."
            : null;

    internal sealed record VolatileDurability : Durability;

    internal sealed record PeriodicDurability(TimeSpan Interval) : Durability;

    internal sealed record CommittedDurability : Durability;
}
