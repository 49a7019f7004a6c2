namespace GameServer.Protocol.Identity;

/// <summary>The number of a room's turn that recorded something; 0 is the empty room.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct RoomVersion(ulong Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
