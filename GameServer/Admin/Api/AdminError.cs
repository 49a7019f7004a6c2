namespace GameServer.Admin.Api;

/// <summary>Every answer that says that something was not done.</summary>
/// <param name="Code">Why.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Node">The node that it is about, or where the room runs, if that matters.</param>
internal sealed record AdminError(AdminErrorCode Code, string Message, string? Node = null);

/// <summary>A node whose share is not in an answer, and why.</summary>
internal sealed record AdminMissing(string Node, AdminErrorCode Code, string Message);

/// <summary>Why a request was not done.</summary>
internal enum AdminErrorCode
{
    /// <summary>It carries no token of the configuration.</summary>
    Unauthorized,

    /// <summary>Its token's role may look only.</summary>
    Forbidden,

    /// <summary>Too many wrong tokens came from its address.</summary>
    TooManyWrongTokens,

    /// <summary>It can't be understood.</summary>
    InvalidRequest,

    /// <summary>There is nothing at that path.</summary>
    UnknownPath,

    /// <summary>The path is asked for in other ways.</summary>
    MethodNotAllowed,

    /// <summary>No room has the id.</summary>
    RoomNotFound,

    /// <summary>No session has the id.</summary>
    SessionNotFound,

    /// <summary>No live node has the id.</summary>
    NodeNotFound,

    /// <summary>The player is no member of the room.</summary>
    MemberNotFound,

    /// <summary>The server has no such room type.</summary>
    UnknownRoomType,

    /// <summary>Another room has the key.</summary>
    KeyTaken,

    /// <summary>The room has ended.</summary>
    RoomEnded,

    /// <summary>So much of the room's past is not kept, or it cannot be read.</summary>
    NotKept,

    /// <summary>The room has not come so far yet.</summary>
    NotYet,

    /// <summary>The room refused, or its code failed.</summary>
    Refused,

    /// <summary>It may be asked again in a moment.</summary>
    Busy,

    /// <summary>The answer is larger than one node sends to another.</summary>
    TooLarge,

    /// <summary>The node that knows cannot be reached now.</summary>
    NodeUnreachable,

    /// <summary>The node that knows is of a release that does not answer this.</summary>
    NotSupported,

    /// <summary>It did not answer in time; what was ordered may be done or not.</summary>
    NoAnswer,

    /// <summary>The server failed; its log says how.</summary>
    Failed,
}
