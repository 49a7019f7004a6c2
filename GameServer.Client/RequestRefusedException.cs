using GameServer.Protocol.V1;

namespace GameServer.Client;

/// <summary>The server refused a request to join, leave or list.</summary>
public sealed class RequestRefusedException : Exception
{
    internal RequestRefusedException(Error error)
        : base(error.Message.Length > 0 ? error.Message : error.Code.ToString())
    {
        Code = error.Code;
        RetryAfter = error.Retry == Error.Types.Retry.Later ? TimeSpan.FromMilliseconds(error.RetryAfterMs) : null;
    }

    /// <summary>What was wrong.</summary>
    public ErrorCode Code { get; }

    /// <summary>When the same request may succeed; null when it will fail again.</summary>
    public TimeSpan? RetryAfter { get; }
}
