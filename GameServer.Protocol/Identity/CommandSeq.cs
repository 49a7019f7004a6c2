namespace GameServer.Protocol.Identity;

/// <summary>A command's number, per member and room, from 1 without gaps.</summary>
/// <param name="Value">The value as it travels on the wire.</param>
public readonly record struct CommandSeq(ulong Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
