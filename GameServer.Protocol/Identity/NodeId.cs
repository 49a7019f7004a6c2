namespace GameServer.Protocol.Identity;

/// <summary>The name of one server process in the cluster.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct NodeId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
