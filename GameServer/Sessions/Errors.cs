using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>Error envelopes that name what they answer.</summary>
internal static class Errors
{
    /// <summary>How long a client waits before it tries again what a full queue refused, in milliseconds.</summary>
    internal const uint BusyRetryMs = 250;

    internal static ServerEnvelope To(ClientEnvelope asked, ErrorCode code, string message) =>
        ToRoom(RoomOf(asked), asked.Command?.CommandSeq ?? 0, asked.RequestId, code, message);

    internal static ServerEnvelope ToOpening(ClientEnvelope asked) =>
        To(asked, ErrorCode.BadRequest, "This session is already open.");

    internal static ServerEnvelope ToUnknown(ClientEnvelope asked) =>
        To(asked, ErrorCode.Unimplemented, "This server does not know this kind of frame.");

    /// <summary>Names the room, and the command that was refused at the door: its number stays unused. 0: it was no command.</summary>
    internal static ServerEnvelope ToRoom(uint room, ulong number, uint requestId, ErrorCode code, string message)
    {
        var error = Of(code, message);
        error.Room = room;
        error.CommandSeq = number;
        return new ServerEnvelope { RequestId = requestId, Error = error };
    }

    /// <summary>What a request to a room that is gone is answered; null: nothing was asked.</summary>
    internal static ServerEnvelope? ToGone(SessionMessage.RoomGone gone) => gone.RequestId == 0
        ? null
        : new ServerEnvelope { RequestId = gone.RequestId, Error = Of(ErrorCode.NotInRoom, gone.Reason) };

    internal static Error Of(ErrorCode code, string message) => code == ErrorCode.Busy
        ? new Error { Code = code, Message = message, Retry = Error.Types.Retry.Later, RetryAfterMs = BusyRetryMs }
        : new Error { Code = code, Message = message, Retry = Error.Types.Retry.No };

    // A client may ask for a snapshot without a number for its request.
    private static uint RoomOf(ClientEnvelope asked) => asked.KindCase switch
    {
        ClientEnvelope.KindOneofCase.Command => asked.Command.Room,
        ClientEnvelope.KindOneofCase.SnapshotRequest => asked.SnapshotRequest.Room,
        ClientEnvelope.KindOneofCase.Leave => asked.Leave.Room,
        _ => 0,
    };
}
