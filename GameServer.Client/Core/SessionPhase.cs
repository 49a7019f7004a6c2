namespace GameServer.Client.Core;

/// <summary>Where a client's session stands with its connection.</summary>
internal enum SessionPhase
{
    /// <summary>A connection is being made.</summary>
    Dialling,

    /// <summary>The first frame is sent, the Welcome has not come.</summary>
    Opening,

    /// <summary>Frames flow.</summary>
    Live,

    /// <summary>No connection; the next attempt is due at a known time.</summary>
    Waiting,

    /// <summary>Over for good.</summary>
    Ended,
}

/// <summary>What moves a session from one phase to another.</summary>
internal enum SessionEvent
{
    /// <summary>The WebSocket is open.</summary>
    Opened,

    /// <summary>The Welcome has come.</summary>
    Welcomed,

    /// <summary>The connection is gone and another is to be tried.</summary>
    Lost,

    /// <summary>The wait before the next attempt is over.</summary>
    WaitOver,

    /// <summary>The program closed it, or the server said not to come back.</summary>
    Ended,
}

/// <summary>The one table of phases.</summary>
internal static class SessionTransitions
{
    /// <summary>The next phase; null when the event has no meaning in this one and is ignored.</summary>
    internal static SessionPhase? Next(SessionPhase phase, SessionEvent happened) => (phase, happened) switch
    {
        (SessionPhase.Dialling, SessionEvent.Opened) => SessionPhase.Opening,
        (SessionPhase.Opening, SessionEvent.Welcomed) => SessionPhase.Live,
        (SessionPhase.Waiting, SessionEvent.WaitOver) => SessionPhase.Dialling,
        (SessionPhase.Dialling or SessionPhase.Opening or SessionPhase.Live, SessionEvent.Lost) => SessionPhase.Waiting,
        (not SessionPhase.Ended, SessionEvent.Ended) => SessionPhase.Ended,
        (SessionPhase.Waiting or SessionPhase.Ended, SessionEvent.Lost) => null,
        (SessionPhase.Opening or SessionPhase.Live or SessionPhase.Waiting or SessionPhase.Ended, SessionEvent.Opened) => null,
        (SessionPhase.Dialling or SessionPhase.Live or SessionPhase.Waiting or SessionPhase.Ended, SessionEvent.Welcomed) => null,
        (SessionPhase.Dialling or SessionPhase.Opening or SessionPhase.Live or SessionPhase.Ended, SessionEvent.WaitOver) => null,
        (SessionPhase.Ended, SessionEvent.Ended) => null,
    };
}
