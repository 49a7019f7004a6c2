namespace GameServer.Protocol.Identity;

/// <summary>The authenticated identity of a player, the same in every session and room.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct PlayerId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
