namespace GameServer.Sessions;

/// <summary>Where a session stands.</summary>
internal enum SessionPhase
{
    /// <summary>Made, and no connection has been accepted yet.</summary>
    Fresh,

    /// <summary>A token brought the session to this node; the rooms of its player are being looked up.</summary>
    Resuming,

    /// <summary>The connection has its Welcome.</summary>
    Connected,

    /// <summary>No connection; the rooms keep the player's places and the resume window runs.</summary>
    Away,

    /// <summary>Over; only a resume token can bring it back as a new life.</summary>
    Ended,
}

/// <summary>What moves a session.</summary>
internal enum SessionEvent
{
    /// <summary>A connection was accepted, and the session knows its rooms.</summary>
    Opened,

    /// <summary>A connection was accepted, and the session does not know its rooms.</summary>
    Resumed,

    /// <summary>The rooms of a resuming session are known.</summary>
    RoomsKnown,

    /// <summary>The present connection has ended.</summary>
    Lost,

    /// <summary>The resume window has passed.</summary>
    WindowPassed,
}

/// <summary>The one transition table of a session.</summary>
internal static class SessionTransitions
{
    /// <summary>The phase after the event; the same phase when the event does not concern it.</summary>
    internal static SessionPhase After(this SessionPhase phase, SessionEvent happened) => (phase, happened) switch
    {
        (SessionPhase.Fresh, SessionEvent.Opened) => SessionPhase.Connected,
        (SessionPhase.Fresh, SessionEvent.Resumed) => SessionPhase.Resuming,
        (SessionPhase.Fresh, SessionEvent.RoomsKnown) => SessionPhase.Fresh,
        (SessionPhase.Fresh, SessionEvent.Lost) => SessionPhase.Ended,
        (SessionPhase.Fresh, SessionEvent.WindowPassed) => SessionPhase.Ended,

        (SessionPhase.Resuming, SessionEvent.Opened) => SessionPhase.Connected,
        (SessionPhase.Resuming, SessionEvent.Resumed) => SessionPhase.Resuming,
        (SessionPhase.Resuming, SessionEvent.RoomsKnown) => SessionPhase.Connected,
        (SessionPhase.Resuming, SessionEvent.Lost) => SessionPhase.Away,
        (SessionPhase.Resuming, SessionEvent.WindowPassed) => SessionPhase.Resuming,

        (SessionPhase.Connected, SessionEvent.Opened) => SessionPhase.Connected,
        (SessionPhase.Connected, SessionEvent.Resumed) => SessionPhase.Resuming,
        (SessionPhase.Connected, SessionEvent.RoomsKnown) => SessionPhase.Connected,
        (SessionPhase.Connected, SessionEvent.Lost) => SessionPhase.Away,
        (SessionPhase.Connected, SessionEvent.WindowPassed) => SessionPhase.Connected,

        (SessionPhase.Away, SessionEvent.Opened) => SessionPhase.Connected,
        (SessionPhase.Away, SessionEvent.Resumed) => SessionPhase.Resuming,
        (SessionPhase.Away, SessionEvent.RoomsKnown) => SessionPhase.Away,
        (SessionPhase.Away, SessionEvent.Lost) => SessionPhase.Away,
        (SessionPhase.Away, SessionEvent.WindowPassed) => SessionPhase.Ended,

        (SessionPhase.Ended, SessionEvent.Opened) => SessionPhase.Ended,
        (SessionPhase.Ended, SessionEvent.Resumed) => SessionPhase.Ended,
        (SessionPhase.Ended, SessionEvent.RoomsKnown) => SessionPhase.Ended,
        (SessionPhase.Ended, SessionEvent.Lost) => SessionPhase.Ended,
        (SessionPhase.Ended, SessionEvent.WindowPassed) => SessionPhase.Ended,
    };
}
