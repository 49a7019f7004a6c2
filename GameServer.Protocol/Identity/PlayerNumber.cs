namespace GameServer.Protocol.Identity;

/// <summary>A member's small integer inside one room, from 1, never used again in that room.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct PlayerNumber(uint Value)
{
    /// <summary>The plain number, for use as a key in a room's state.</summary>
    public static implicit operator uint(PlayerNumber number) => number.Value;

    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
