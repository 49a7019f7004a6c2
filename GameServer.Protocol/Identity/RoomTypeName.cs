namespace GameServer.Protocol.Identity;

/// <summary>The kind of a room, by the name under which its class was registered.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct RoomTypeName(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
