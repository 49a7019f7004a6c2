using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>Error envelopes that name what they answer.</summary>
internal static class Errors
{
    /// <summary>How long a client waits before it tries again what a full queue refused, in milliseconds.</summary>
    internal const uint BusyRetryMs = 250;

    internal static ServerEnvelope To(ClientEnvelope asked, ErrorCode code, string message)
    {
        var error = Of(code, message);
        if (asked.KindCase == ClientEnvelope.KindOneofCase.Command)
        {
            error.Room = asked.Command.Room;
            error.CommandSeq = asked.Command.CommandSeq;
        }

        return new ServerEnvelope { RequestId = asked.RequestId, Error = error };
    }

    internal static Error Of(ErrorCode code, string message) => code == ErrorCode.Busy
        ? new Error { Code = code, Message = message, Retry = Error.Types.Retry.Later, RetryAfterMs = BusyRetryMs }
        : new Error { Code = code, Message = message, Retry = Error.Types.Retry.No };
}
