using GameServer.Admin.Api;

namespace GameServer.Admin;

/// <summary>Which HTTP status goes with which error. Pure.</summary>
internal static class AdminStatus
{
    internal static int Of(AdminErrorCode code) => code switch
    {
        AdminErrorCode.InvalidRequest => 400,
        AdminErrorCode.Unauthorized => 401,
        AdminErrorCode.Forbidden => 403,
        AdminErrorCode.UnknownPath or AdminErrorCode.RoomNotFound or AdminErrorCode.SessionNotFound or AdminErrorCode.NodeNotFound
            or AdminErrorCode.MemberNotFound or AdminErrorCode.UnknownRoomType or AdminErrorCode.NotKept => 404,
        AdminErrorCode.MethodNotAllowed => 405,
        AdminErrorCode.KeyTaken or AdminErrorCode.RoomEnded or AdminErrorCode.NotYet or AdminErrorCode.Refused => 409,
        AdminErrorCode.TooLarge => 413,
        AdminErrorCode.TooManyWrongTokens => 429,
        AdminErrorCode.Failed => 500,
        AdminErrorCode.NotSupported => 501,
        AdminErrorCode.NodeUnreachable => 502,
        AdminErrorCode.Busy => 503,
        AdminErrorCode.NoAnswer => 504,
    };
}
