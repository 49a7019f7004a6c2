namespace GameServer.Protocol.Patches;

/// <summary>
/// How applying a patch ended. After anything but <see cref="Applied"/> the state is neither old nor new and must be replaced.
/// </summary>
public enum PatchResult
{
    /// <summary>The state is the new one.</summary>
    Applied,

    /// <summary>Bytes in the patch are not the encoding they should be.</summary>
    Malformed,

    /// <summary>A field is used as what it is not: rows for a field that is no map, a patch for one that is no message.</summary>
    WrongKind,

    /// <summary>A patch for a row or a message that the state does not have: the patch was made for another state.</summary>
    Missing,

    /// <summary>The patch is nested deeper than <see cref="StatePatchApplier.DepthMax"/>.</summary>
    TooDeep,
}
