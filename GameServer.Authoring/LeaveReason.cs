namespace GameServer.Authoring;

/// <summary>Why a member ceased to be one.</summary>
public enum LeaveReason
{
    /// <summary>The player asked to leave.</summary>
    Left,

    /// <summary>The room removed the player.</summary>
    Kicked,

    /// <summary>The player was away for longer than the grace period.</summary>
    GraceExpired,

    /// <summary>The room's code failed on three of the player's commands.</summary>
    Faulted,

    /// <summary>The room ends.</summary>
    RoomClosed,
}
