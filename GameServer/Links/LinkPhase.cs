namespace GameServer.Links;

/// <summary>Where the link of one pair of nodes stands, seen from one of them.</summary>
internal enum LinkPhase
{
    /// <summary>There is no connection: it is not yet time to dial, or the other side's to do so.</summary>
    Waiting,

    /// <summary>A connection is being made.</summary>
    Dialing,

    /// <summary>The connection is made; both sides prove who they are.</summary>
    Greeting,

    /// <summary>A connection is being made only to learn whether anybody listens; the link is the other side's to dial.</summary>
    Probing,

    /// <summary>Messages pass.</summary>
    Up,
}

/// <summary>What moves a link.</summary>
internal enum LinkEvent
{
    /// <summary>A dial was begun.</summary>
    Dialed,

    /// <summary>A probe was begun.</summary>
    Probed,

    /// <summary>The connection is made.</summary>
    Opened,

    /// <summary>A connection has proved to be the other side's: one that was dialed, or a newer one that was accepted.</summary>
    Proved,

    /// <summary>The connection could not be made, has ended, or has been given up.</summary>
    Broken,
}

/// <summary>The one transition table of a link.</summary>
internal static class LinkTransitions
{
    /// <summary>The phase after the event; the same when the event does not concern it.</summary>
    internal static LinkPhase After(this LinkPhase phase, LinkEvent happened) => (phase, happened) switch
    {
        (LinkPhase.Waiting, LinkEvent.Dialed) => LinkPhase.Dialing,
        (LinkPhase.Waiting, LinkEvent.Probed) => LinkPhase.Probing,
        (LinkPhase.Waiting, LinkEvent.Opened) => LinkPhase.Waiting,
        (LinkPhase.Waiting, LinkEvent.Proved) => LinkPhase.Up,
        (LinkPhase.Waiting, LinkEvent.Broken) => LinkPhase.Waiting,

        (LinkPhase.Dialing, LinkEvent.Dialed) => LinkPhase.Dialing,
        (LinkPhase.Dialing, LinkEvent.Probed) => LinkPhase.Dialing,
        (LinkPhase.Dialing, LinkEvent.Opened) => LinkPhase.Greeting,
        (LinkPhase.Dialing, LinkEvent.Proved) => LinkPhase.Up,
        (LinkPhase.Dialing, LinkEvent.Broken) => LinkPhase.Waiting,

        (LinkPhase.Greeting, LinkEvent.Dialed) => LinkPhase.Greeting,
        (LinkPhase.Greeting, LinkEvent.Probed) => LinkPhase.Greeting,
        (LinkPhase.Greeting, LinkEvent.Opened) => LinkPhase.Greeting,
        (LinkPhase.Greeting, LinkEvent.Proved) => LinkPhase.Up,
        (LinkPhase.Greeting, LinkEvent.Broken) => LinkPhase.Waiting,

        (LinkPhase.Probing, LinkEvent.Dialed) => LinkPhase.Probing,
        (LinkPhase.Probing, LinkEvent.Probed) => LinkPhase.Probing,

        // Somebody listens: that is all it was for.
        (LinkPhase.Probing, LinkEvent.Opened) => LinkPhase.Waiting,
        (LinkPhase.Probing, LinkEvent.Proved) => LinkPhase.Up,
        (LinkPhase.Probing, LinkEvent.Broken) => LinkPhase.Waiting,

        (LinkPhase.Up, LinkEvent.Dialed) => LinkPhase.Up,
        (LinkPhase.Up, LinkEvent.Probed) => LinkPhase.Up,
        (LinkPhase.Up, LinkEvent.Opened) => LinkPhase.Up,
        (LinkPhase.Up, LinkEvent.Proved) => LinkPhase.Up,
        (LinkPhase.Up, LinkEvent.Broken) => LinkPhase.Waiting,
    };
}
