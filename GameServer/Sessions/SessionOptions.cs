using System.ComponentModel.DataAnnotations;

namespace GameServer.Sessions;

/// <summary>Limits of sessions; the configuration section "Sessions".</summary>
internal sealed record SessionOptions
{
    /// <summary>How long a session outlives its connection, in milliseconds; 0 to 3,600,000.</summary>
    [Range(0, 3_600_000)]
    public int ResumeWindowMs { get; init; } = 60_000;

    /// <summary>
    /// How long a resume token is good, in milliseconds; at least the window, at most 31,536,000,000 (a year). A guest comes back to
    /// a place in a room by its token only.
    /// </summary>
    [Range(typeof(long), "0", "31536000000")]
    public long ResumeTokenLifetimeMs { get; init; } = 2_592_000_000;

    /// <summary>How often clients are asked to send a heartbeat, in milliseconds; 1,000 to 60,000.</summary>
    [Range(1_000, 60_000)]
    public int HeartbeatIntervalMs { get; init; } = 5_000;

    /// <summary>Rooms a session may be in at once; 1 to 256, as many positions as one frame of a client may have.</summary>
    [Range(1, 256)]
    public int RoomsPerSessionMax { get; init; } = 32;

    /// <summary>Frames that may wait for a session's turn; 16 to 65,536.</summary>
    [Range(16, 65_536)]
    public int MailboxMax { get; init; } = 1_024;

    /// <summary>Sessions on this node; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int SessionsMax { get; init; } = 100_000;
}
