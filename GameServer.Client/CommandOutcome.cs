namespace GameServer.Client;

/// <summary>What became of a command.</summary>
public enum CommandOutcome
{
    /// <summary>The room applied it, once.</summary>
    Applied,

    /// <summary>The room refused it.</summary>
    Rejected,

    /// <summary>The room's code failed on it and was rolled back.</summary>
    Failed,

    /// <summary>It is not a message of the room's command type.</summary>
    BadPayload,

    /// <summary>It would have made the room's state too large.</summary>
    StateLimit,

    /// <summary>The room applied it before, and its reply is gone.</summary>
    Forgotten,

    /// <summary>The server refused it before it reached the room, for good.</summary>
    Refused,

    /// <summary>It was never sent: the room had been left, the client was closed, or too many commands were waiting.</summary>
    NotSent,

    /// <summary>It was sent, and the room was left or the session ended before its answer came: it may have been applied or not.</summary>
    Unknown,
}
