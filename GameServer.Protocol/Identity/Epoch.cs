namespace GameServer.Protocol.Identity;

/// <summary>A room's activation number: the fencing token of every write and frame, from 1.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct Epoch(ulong Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
