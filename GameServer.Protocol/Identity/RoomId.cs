namespace GameServer.Protocol.Identity;

/// <summary>The cluster-wide name of one room, never used again.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct RoomId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
