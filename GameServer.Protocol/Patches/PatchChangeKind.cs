namespace GameServer.Protocol.Patches;

/// <summary>What happened to a field or a row.</summary>
public enum PatchChangeKind
{
    /// <summary>It was absent.</summary>
    Added,

    /// <summary>It has another value, or items were appended to it.</summary>
    Changed,

    /// <summary>It is absent now.</summary>
    Removed,
}
