namespace GameServer.Authoring;

/// <summary>
/// How much it matters that an event reaches a member whose connection can't take all that the room says. To whoever keeps up, events of
/// every kind arrive alike: at once and in order.
/// </summary>
public abstract record Delivery
{
    private const int KeyCharsMax = 128;
    private static readonly TimeSpan _expiryMax = TimeSpan.FromHours(1);

    private Delivery()
    {
    }

    /// <summary>
    /// It must arrive: it waits for a member that is slow, up to <c>Gateway:OutboxBytesMax</c>; then the connection is closed, and the
    /// member gets it when it is back, as far as the room's replay reaches.
    /// </summary>
    public static Delivery Reliable { get; } = new ReliableDelivery();

    /// <summary>Only the newest event of a key matters: for a member that is behind it replaces an elder one that still waits.</summary>
    /// <param name="key">1 to 128 characters, such as "aim:7"; events to all and events to the member alone share its keys.</param>
    /// <exception cref="ArgumentException">The key is empty or too long.</exception>
    public static Delivery Latest(string key) => key is { Length: > 0 and <= KeyCharsMax }
        ? new LatestDelivery(key)
        : throw new ArgumentException($"A delivery's key has 1 to {KeyCharsMax} characters.", nameof(key));

    /// <summary>It is worthless after a while: for a member that is behind it is dropped when it has waited for longer.</summary>
    /// <param name="after">1 ms to 1 h.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
    public static Delivery Expire(TimeSpan after) => after >= TimeSpan.FromMilliseconds(1) && after <= _expiryMax
        ? new ExpireDelivery((uint)after.TotalMilliseconds)
        : throw new ArgumentOutOfRangeException(nameof(after), after, "An event expires after 1 ms to 1 h.");

    internal sealed record ReliableDelivery : Delivery;

    internal sealed record LatestDelivery(string Key) : Delivery;

    internal sealed record ExpireDelivery(uint Milliseconds) : Delivery;
}
