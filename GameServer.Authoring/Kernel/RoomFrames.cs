using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>The frames of one room, with its numbers filled in.</summary>
internal sealed class RoomFrames(RoomBirth birth, ulong schemaFingerprint)
{
    internal ServerEnvelope Attached(Member member, ulong version, ulong lastApplied, uint requestId) => new()
    {
        Attached = new RoomAttached
        {
            Room = birth.Number.Value,
            RoomId = birth.Id.Value,
            RoomType = birth.Type.Value,
            Epoch = birth.Epoch.Value,
            Version = version,
            PlayerNumber = member.Number,
            PlayerId = member.Player.Id.Value,
            LastApplied = lastApplied,
            SchemaFingerprint = schemaFingerprint,
        },
        RequestId = requestId,
    };

    internal MemberUpdate MemberUpdate(ulong version) => new() { Room = birth.Number.Value, Epoch = birth.Epoch.Value, Version = version };

    internal static ServerEnvelope Left(RoomBirth birth, RoomLeft.Types.Reason reason, string detail, uint requestId) => new()
    {
        Left = new RoomLeft { Room = birth.Number.Value, RoomId = birth.Id.Value, Reason = reason, Detail = detail },
        RequestId = requestId,
    };

    internal static ServerEnvelope NotInRoom(RoomBirth birth, ulong commandSeq, uint requestId) =>
        Refused(birth, ErrorCode.NotInRoom, "This connection is not a member's of the room.", Error.Types.Retry.No, commandSeq, requestId);

    internal static ServerEnvelope NotAttached(RoomBirth birth, ulong commandSeq) => Refused(
        birth,
        ErrorCode.Busy,
        "The room has not attached this connection yet; the number stays unused.",
        Error.Types.Retry.Later,
        commandSeq,
        0);

    internal static ServerEnvelope TooManyUnacknowledged(RoomBirth birth, ulong commandSeq) => Refused(
        birth,
        ErrorCode.UnacknowledgedLimit,
        $"The client has not said that it saw the last {CommandRecord.ResultsMax} results; the number stays unused.",
        Error.Types.Retry.Later,
        commandSeq,
        0);

    internal static ServerEnvelope JoinUndone(RoomBirth birth, string detail, uint requestId) =>
        Refused(birth, ErrorCode.Busy, detail, Error.Types.Retry.Later, 0, requestId);

    internal static Error JoinError(RoomBirth birth, ErrorCode code, string message) =>
        new() { Code = code, Message = message, Room = birth.Number.Value };

    private static ServerEnvelope Refused(
        RoomBirth birth, ErrorCode code, string message, Error.Types.Retry retry, ulong commandSeq, uint requestId) => new()
        {
            Error = new Error { Code = code, Message = message, Retry = retry, Room = birth.Number.Value, CommandSeq = commandSeq },
            RequestId = requestId,
        };
}
