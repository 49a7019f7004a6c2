namespace GameServer.Protocol.Identity;

/// <summary>A room's small integer in frames, the same for every member, never used again.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct RoomNumber(uint Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
