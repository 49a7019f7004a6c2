namespace GameServer.Client;

/// <summary>Why a client is closed and what to do about it.</summary>
/// <param name="Code">The WebSocket close code; 0 when the client itself closed.</param>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Action">What may be done now.</param>
public sealed record ClosedInfo(int Code, string Reason, ClosedAction Action);

/// <summary>What a closed client's owner may do.</summary>
public enum ClosedAction
{
    /// <summary>Nothing: the client was closed by its own <see cref="GameClient.DisposeAsync"/>.</summary>
    None,

    /// <summary>Connect again as a new session and join the rooms anew; the old session cannot be resumed.</summary>
    LogInAgain,

    /// <summary>Do not come back by yourself: the same would happen again, or another connection goes on with the session.</summary>
    Never,
}
