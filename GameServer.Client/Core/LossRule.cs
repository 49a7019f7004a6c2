using GameServer.Protocol;
using GameServer.Protocol.V1;

namespace GameServer.Client.Core;

/// <summary>What follows from the loss of a connection.</summary>
internal enum LossVerdict
{
    /// <summary>Another connection is tried, with the session there is.</summary>
    TryAgain,

    /// <summary>A session that only an earlier program knew is over: another connection is tried, as a new session.</summary>
    BeginAnew,

    /// <summary>The client is closed.</summary>
    End,
}

/// <summary>Whether to come back, and as whom. Pure.</summary>
internal static class LossRule
{
    private const int Policy = 1008;
    private const int TryAgainLater = 1013;

    /// <summary>
    /// The close code of RFC 6455 that a handshake which was answered with an HTTP status is treated like: 400, 403 and 426 will be so
    /// again, others may pass.
    /// </summary>
    internal static int CodeFor(int httpStatus) => httpStatus is 400 or 403 or 426 ? Policy : TryAgainLater;

    /// <param name="code">The close code, and what it says:</param>
    /// <param name="action">See <see cref="CloseCodePolicy"/>.</param>
    /// <param name="isWelcomed">This client has had a Welcome.</param>
    /// <param name="isKept">The first frame resumes a session that an earlier program had kept the token of.</param>
    internal static LossVerdict Judge(int code, ClientAction action, bool isWelcomed, bool isKept) => action switch
    {
        ClientAction.DoNotReturn => LossVerdict.End,
        // A Resume that came too late over a slow line says nothing about the session.
        ClientAction.LogInAgain when code == (int)CloseCode.HelloTimeout && (isWelcomed || isKept) => LossVerdict.TryAgain,
        ClientAction.LogInAgain => !isWelcomed && isKept ? LossVerdict.BeginAnew : LossVerdict.End,
        // Without a session there is nothing to come back for.
        ClientAction.Resume or ClientAction.WaitAndResume => isWelcomed || isKept ? LossVerdict.TryAgain : LossVerdict.End,
    };
}
