namespace GameServer.Protocol.Identity;

/// <summary>Where a reader stands in a room's stream of updates; versions of different epochs do not compare.</summary>
/// <param name="Epoch">The activation that produced the version.</param>
/// <param name="Version">The last version applied.</param>
public readonly record struct Position(Epoch Epoch, RoomVersion Version)
{
    /// <inheritdoc />
    public override string ToString() => $"{Epoch}/{Version}";
}
