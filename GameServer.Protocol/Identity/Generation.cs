namespace GameServer.Protocol.Identity;

/// <summary>Which connection of a session this is, from 1; a higher one fences the lower ones.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct Generation(ulong Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
