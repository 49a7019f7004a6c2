namespace GameServer.Protocol.Identity;

/// <summary>The name of one session: a player's presence on a gateway.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct SessionId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
