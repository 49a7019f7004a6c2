namespace GameServer.Protocol;

/// <summary>From the number of a WebSocket close to what the client does. docs/PROTOCOL.md, "Close codes".</summary>
public static class CloseCodePolicy
{
    /// <summary>
    /// The hundreds of 4000–4399 say it. Of the codes of RFC 6455, those that blame the client's bytes would come again and end it;
    /// the ones of a lost or restarting peer lead to Resume. Every other number is treated as a passing fault.
    /// </summary>
    public static ClientAction ActionFor(int closeCode) => closeCode switch
    {
        >= 4000 and <= 4099 => ClientAction.Resume,
        >= 4100 and <= 4199 => ClientAction.WaitAndResume,
        >= 4200 and <= 4299 => ClientAction.LogInAgain,
        >= 4300 and <= 4399 => ClientAction.DoNotReturn,
        1001 or 1005 or 1006 => ClientAction.Resume,
        1000 or 1002 or 1003 or 1007 or 1008 or 1009 or 1010 => ClientAction.DoNotReturn,
        _ => ClientAction.WaitAndResume,
    };
}

/// <summary>What a client does after its connection was closed. The number alone says it, so that codes may be added later.</summary>
public enum ClientAction
{
    /// <summary>Connect again at once and send Resume.</summary>
    Resume,

    /// <summary>Connect again after a back-off with jitter and send Resume.</summary>
    WaitAndResume,

    /// <summary>The session is over: connect again after a back-off and send Hello with fresh credentials.</summary>
    LogInAgain,

    /// <summary>Do not connect again unless the player or the program asks for it.</summary>
    DoNotReturn,
}
